// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QDialog>

class QSpinBox;

namespace castdeck
{

class StartTimeField;

/// Takes one start condition of a namespace that waits: the least number of clients, or a new time.
class StartDialog : public QDialog
{
    Q_OBJECT
public:
    explicit StartDialog(const StartQuestion &question, QWidget *parent = nullptr);

    StartAnswer answer() const;

private:
    QSpinBox *m_clients = nullptr;
    StartTimeField *m_time = nullptr;
};

} // namespace castdeck
