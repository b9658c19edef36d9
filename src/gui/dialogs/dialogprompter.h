// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QPointer>
#include <QWidget>

namespace castdeck
{

/// Asks by dialogs that are modal to their window and return at once.
class DialogPrompter : public Prompter
{
public:
    /// The window the dialogs belong to; without one they stand alone.
    void setWindow(QWidget *window) { m_window = window; }

    void confirm(const Confirmation &question, QObject *context,
                 std::function<void(const QString &reason)> accepted) override;
    void askHowToEnd(const Confirmation &question, QObject *context,
                     std::function<void(const Ending &ending)> accepted) override;
    void askWhatToPublish(const PublishQuestion &question, QObject *context,
                          std::function<void(const PublishAnswer &answer)> accepted) override;
    void askForStart(const StartQuestion &question, QObject *context,
                     std::function<void(const StartAnswer &answer)> accepted) override;
    void askForServer(const ServerQuestion &question, QObject *context,
                      std::function<void(const ServerAnswer &answer)> accepted) override;
    void askForTokens(const TokenQuestion &question, QObject *context,
                      std::function<void(const TokenAnswer &answer)> accepted) override;
    void askForServerList(const ServerListQuestion &question, QObject *context,
                          std::function<void(const ServerListAnswer &answer)> accepted) override;
    void askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted) override;

private:
    /// @p answer makes the answer out of the accepted dialog.
    template <class Dialog, class Answer, class Accepted>
    static void open(Dialog *dialog, QObject *context, Answer answer, Accepted accepted);

    /// The window that is asked over: the active one of ours, so that the keyboard returns to it.
    QWidget *above() const;

    QPointer<QWidget> m_window;
};

} // namespace castdeck
