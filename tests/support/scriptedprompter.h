// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QList>
#include <QPointer>

namespace castdeck::test
{

/// Notes what is asked; the test answers later, as a person would, or not at all.
class ScriptedPrompter : public Prompter
{
public:
    const QList<Confirmation> &confirmations() const { return m_confirmations; }
    const QList<PublishQuestion> &publishQuestions() const { return m_publishQuestions; }
    const QList<StartQuestion> &startQuestions() const { return m_startQuestions; }
    const QList<ServerQuestion> &serverQuestions() const { return m_serverQuestions; }
    const QList<TokenQuestion> &tokenQuestions() const { return m_tokenQuestions; }
    const QList<ServerListQuestion> &listQuestions() const { return m_listQuestions; }

    /// Answer the last question of its kind. False: nothing was asked, or who asked is gone.
    bool accept(const QString &reason);
    bool publish(const NamespaceInfo &what);
    bool publish(const PublishAnswer &answer);
    bool end(const Ending &ending);
    bool start(const StartAnswer &answer);
    bool exportTo(const QString &path);
    bool answerServer(const ServerAnswer &answer);
    bool giveTokens(const TokenAnswer &answer);
    bool arrange(const ServerListAnswer &answer);

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
    template <class Answer>
    struct Open {
        QPointer<QObject> context;
        std::function<void(const Answer &)> accepted;

        bool answer(const Answer &value)
        {
            if (!context || !accepted)
                return false;
            std::exchange(accepted, nullptr)(value);
            return true;
        }
    };

    QList<Confirmation> m_confirmations;
    QList<PublishQuestion> m_publishQuestions;
    QList<StartQuestion> m_startQuestions;
    QList<ServerQuestion> m_serverQuestions;
    QList<TokenQuestion> m_tokenQuestions;
    QList<ServerListQuestion> m_listQuestions;
    Open<ServerAnswer> m_server;
    Open<TokenAnswer> m_tokens;
    Open<ServerListAnswer> m_list;
    Open<QString> m_confirm;
    Open<Ending> m_end;
    Open<PublishAnswer> m_publish;
    Open<StartAnswer> m_start;
    Open<QString> m_export;
};

} // namespace castdeck::test
