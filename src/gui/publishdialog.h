// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/prompter.h"

#include <QDialog>
#include <memory>

namespace Ui
{
class PublishDialog;
}

namespace castdeck
{

/// Takes a folder and the name to publish it under. What is wrong is said where it is typed, and Publish
/// waits until nothing is.
class PublishDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PublishDialog(const PublishQuestion &question, QWidget *parent = nullptr);
    ~PublishDialog() override;

    NamespaceInfo what() const;

private:
    void browse();
    void suggestName();
    void validate();
    QString folderProblem() const;
    QString nameProblem() const;

    std::unique_ptr<Ui::PublishDialog> m_ui;
    PublishQuestion m_question;
    bool m_nameIsTyped = false;
};

} // namespace castdeck
