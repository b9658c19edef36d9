// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/serverdialogs/serverquestion.h"
#include "gui/servers/profilejson.h"

#include <QDialog>
#include <memory>

namespace castdeck
{

namespace Ui
{
class ManageServersDialog;
}

/// The list of saved servers: in groups and in order, by dragging or with the keyboard; what is to be
/// connected at start, what is only looked at; from and into files. Nothing of it counts before it is
/// accepted.
class ManageServersDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ManageServersDialog(const ServerListQuestion &question, QWidget *parent = nullptr);
    ~ManageServersDialog() override;

    ServerListAnswer answer() const;
    /// Adds what the list holds and is not there; says how much that is.
    void importFrom(const QString &path);
    /// Without tokens.
    void exportTo(const QString &path);

protected:
    /// Enter is for the field or the server that has the focus; the dialog is accepted by its button.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void connectButtons();
    void connectFields();
    /// About the server of that number, or about a new one.
    void ask(int number);
    void take(const Result<ImportedProfiles> &imported);
    void showSelection();
    void showGroups();
    void say(const QString &text, bool isBad = false);

    std::unique_ptr<Ui::ManageServersDialog> m_ui;
    bool m_tokenIsKept;
    FileSystemCalls m_files;
};

} // namespace castdeck
