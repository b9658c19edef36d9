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
class ConfirmDialog;
}

/// Names what will be cut and what that can do, and takes a reason. Declining is the default button: the verb
/// cannot be given by an Enter too many.
class ConfirmDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ConfirmDialog(const Confirmation &question, QWidget *parent = nullptr);
    ~ConfirmDialog() override;

    QString reason() const;
    Ending ending() const;

private:
    void listNames(const QStringList &names);

    std::unique_ptr<Ui::ConfirmDialog> m_ui;
};

} // namespace castdeck
