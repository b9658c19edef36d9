// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/rowof.h"
#include "apps/ctl/shell.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verb.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

void showLimits(Shell &shell, const QList<RateLimit> &limits)
{
    shell.list(
        {{{"scope", "Of"}, {"id", "Id", Kind::Id}, {"bytesPerSecond", "Limit", Kind::Rate}}, rowsOf(limits)});
    shell.finish(ExitCode::Done);
}

class RateShow : public Verb
{
    Summary summary() const override { return {"rate", "show", "What sending is limited to"}; }
    void run(Shell &shell) override
    {
        shell.ask([&shell](ServerConnection &server) {
            shell.take(server.ask(RetrieveRateLimits{}), {},
                       [&shell](const QList<RateLimit> &limits) { showLimits(shell, limits); });
        });
    }
};

class RateSet : public Verb
{
    Summary summary() const override
    {
        return {"rate", "set", "Limit what the server, a namespace or a session sends, from now on"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.requiredLargeNumber("BYTES_PER_S", "Payload, repairs included; 0: no limit", m_bytesPerSecond);
        syntax.id("--namespace", "All sessions of this namespace together", m_namespace);
        syntax.id("--session", "This session; with neither: all sessions of the server together", m_session);
    }
    void run(Shell &shell) override
    {
        if (m_namespace != 0 && m_session != 0) {
            shell.complain(Error{ErrorCode::InvalidParameter, QStringLiteral("--namespace or --session")});
            shell.finish(ExitCode::Usage);
            return;
        }
        RateLimit limit{RateScope::Server, 0, m_bytesPerSecond};
        if (m_namespace != 0)
            limit = {RateScope::Namespace, m_namespace, m_bytesPerSecond};
        else if (m_session != 0)
            limit = {RateScope::Session, m_session, m_bytesPerSecond};
        shell.ask([limit, &shell](ServerConnection &server) {
            shell.take(server.ask(SetRateLimit{limit}), toText(limit.scope),
                       [&shell](const QList<RateLimit> &limits) { showLimits(shell, limits); });
        });
    }

    quint64 m_bytesPerSecond = 0;
    quint32 m_namespace = 0;
    quint32 m_session = 0;
};

} // namespace

void addRateVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<RateShow>());
    verbs.push_back(std::make_unique<RateSet>());
}

} // namespace castdeck
