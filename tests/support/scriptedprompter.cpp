// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedprompter.h"

#include <QObject>

namespace castdeck::test
{

bool ScriptedPrompter::accept(const QString &reason)
{
    return m_confirm.answer(reason);
}

bool ScriptedPrompter::publish(const NamespaceInfo &what)
{
    return publish(PublishAnswer{what, false, {}});
}

bool ScriptedPrompter::publish(const PublishAnswer &answer)
{
    return m_publish.answer(answer);
}

bool ScriptedPrompter::end(const Ending &ending)
{
    return m_end.answer(ending);
}

bool ScriptedPrompter::start(const StartAnswer &answer)
{
    return m_start.answer(answer);
}

bool ScriptedPrompter::exportTo(const QString &path)
{
    return m_export.answer(path);
}

bool ScriptedPrompter::answerServer(const ServerAnswer &answer)
{
    return m_server.answer(answer);
}

bool ScriptedPrompter::giveTokens(const TokenAnswer &answer)
{
    return m_tokens.answer(answer);
}

bool ScriptedPrompter::arrange(const ServerListAnswer &answer)
{
    return m_list.answer(answer);
}

void ScriptedPrompter::askForTokens(const TokenQuestion &question, QObject *context,
                                    std::function<void(const TokenAnswer &answer)> accepted)
{
    m_tokenQuestions << question;
    m_tokens = {context, std::move(accepted)};
}

void ScriptedPrompter::askForServerList(const ServerListQuestion &question, QObject *context,
                                        std::function<void(const ServerListAnswer &answer)> accepted)
{
    m_listQuestions << question;
    m_list = {context, std::move(accepted)};
}

void ScriptedPrompter::confirm(const Confirmation &question, QObject *context,
                               std::function<void(const QString &reason)> accepted)
{
    m_confirmations << question;
    m_confirm = {context, std::move(accepted)};
}

void ScriptedPrompter::askWhatToPublish(const PublishQuestion &question, QObject *context,
                                        std::function<void(const PublishAnswer &answer)> accepted)
{
    m_publishQuestions << question;
    m_publish = {context, std::move(accepted)};
}

void ScriptedPrompter::askHowToEnd(const Confirmation &question, QObject *context,
                                   std::function<void(const Ending &ending)> accepted)
{
    m_confirmations << question;
    m_end = {context, std::move(accepted)};
}

void ScriptedPrompter::askForStart(const StartQuestion &question, QObject *context,
                                   std::function<void(const StartAnswer &answer)> accepted)
{
    m_startQuestions << question;
    m_start = {context, std::move(accepted)};
}

void ScriptedPrompter::askForServer(const ServerQuestion &question, QObject *context,
                                    std::function<void(const ServerAnswer &answer)> accepted)
{
    m_serverQuestions << question;
    m_server = {context, std::move(accepted)};
}

void ScriptedPrompter::askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted)
{
    m_export = {context, std::move(accepted)};
}

} // namespace castdeck::test
