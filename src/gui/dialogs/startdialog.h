// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QDialog>
#include <memory>

namespace castdeck
{

namespace Ui
{
class StartDialog;
}

/// Takes one start condition of a namespace that waits: the least number of clients, or a new time.
class StartDialog : public QDialog
{
    Q_OBJECT
public:
    explicit StartDialog(const StartQuestion &question, QWidget *parent = nullptr);
    ~StartDialog() override;

    StartAnswer answer() const;

private:
    void askForTime();
    void askForClients(const StartQuestion &question);

    std::unique_ptr<Ui::StartDialog> m_ui;
};

} // namespace castdeck
