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
    return m_publish.answer(what);
}

bool ScriptedPrompter::exportTo(const QString &path)
{
    return m_export.answer(path);
}

bool ScriptedPrompter::answerServer(const ServerAnswer &answer)
{
    return m_server.answer(answer);
}

void ScriptedPrompter::confirm(const Confirmation &question, QObject *context,
                               std::function<void(const QString &reason)> accepted)
{
    m_confirmations << question;
    m_confirm = {context, std::move(accepted)};
}

void ScriptedPrompter::askWhatToPublish(const PublishQuestion &question, QObject *context,
                                        std::function<void(const NamespaceInfo &what)> accepted)
{
    m_publishQuestions << question;
    m_publish = {context, std::move(accepted)};
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
