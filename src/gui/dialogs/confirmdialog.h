// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QDialog>

class QLineEdit;
class QRadioButton;

namespace castdeck
{

/// Names what will be cut and what that can do, and takes a reason. Declining is the default button: the verb
/// cannot be given by an Enter too many.
class ConfirmDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ConfirmDialog(const Confirmation &question, QWidget *parent = nullptr);

    QString reason() const;
    Ending ending() const;

private:
    QRadioButton *m_cut;
    QLineEdit *m_reason;
};

} // namespace castdeck
