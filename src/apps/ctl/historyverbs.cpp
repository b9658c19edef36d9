// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/historypages.h"
#include "apps/ctl/rowof.h"
#include "apps/ctl/verb.h"
#include "apps/ctl/verbs.h"

#include <QJsonArray>
#include <algorithm>

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

int countOf(const EndedSession &session, ClientOutcome outcome)
{
    return int(std::ranges::count(session.clients, outcome, &EndedClient::outcome));
}

class Audit : public Verb
{
    Summary summary() const override
    {
        return {"", "audit", "Who asked the server for what, and what came of it; the newest first"};
    }
    void declare(Syntax &syntax) override { m_choice.declare(syntax); }
    void run(Shell &shell) override
    {
        shell.ask([this, &shell](ServerConnection &server) {
            HistoryPages<RetrieveAudit>::gather(shell, server, m_choice,
                                                [&shell](const QList<AuditRecord> &records) {
                                                    shell.list(auditListing(records));
                                                    shell.finish(ExitCode::Done);
                                                });
        });
    }

    HistoryChoice m_choice;
};

} // namespace

void HistoryChoice::declare(Syntax &syntax)
{
    syntax.time("--since", "Only what happened then or later", since);
    syntax.time("--until", "Only what happened before", until);
    syntax.number("--limit", "At most so many, the newest (default: 100); 0: all", limit);
}

Listing endedSessionListing(const QList<EndedSession> &sessions)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"namespaceName", "NAMESPACE"},
                     {"contentName", "CONTENT"},
                     {"outcome", "OUTCOME"},
                     {"startedAt", "STARTED", Kind::Time},
                     {"endedAt", "ENDED", Kind::Time},
                     {"bytesSent", "SENT", Kind::Bytes},
                     {"meanRate", "RATE", Kind::Rate},
                     {"clientCount", "CLIENTS", Kind::Number},
                     {"completedCount", "COMPLETED", Kind::Number},
                     {"leftCount", "LEFT", Kind::Number},
                     {"disconnectedCount", "DISCONNECTED", Kind::Number},
                     {"demotedCount", "DEMOTED", Kind::Number},
                     {"vanishedCount", "VANISHED", Kind::Number},
                     {"by", "BY"},
                     {"reason", "REASON"},
                     {"error", "ERROR", Kind::Failure}},
                    rowsOf(sessions)};
    for (qsizetype i = 0; i < sessions.size(); ++i) {
        const EndedSession &session = sessions[i];
        QJsonObject &row = listing.rows[i];
        row.insert(QStringLiteral("clientCount"), session.clients.size() + session.clientsOmitted);
        row.insert(QStringLiteral("completedCount"), countOf(session, ClientOutcome::Completed));
        row.insert(QStringLiteral("leftCount"), countOf(session, ClientOutcome::Left));
        row.insert(QStringLiteral("disconnectedCount"), countOf(session, ClientOutcome::Disconnected));
        row.insert(QStringLiteral("demotedCount"), countOf(session, ClientOutcome::Demoted));
        row.insert(QStringLiteral("vanishedCount"), countOf(session, ClientOutcome::Vanished));
    }
    return listing;
}

Listing endedClientListing(const EndedSession &session)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"name", "NAME"},
                     {"macAddress", "MAC"},
                     {"ipAddress", "ADDRESS"},
                     {"outcome", "OUTCOME"},
                     {"percentCompletion", "PROGRESS", Kind::Percent},
                     {"joinedAt", "JOINED", Kind::Time},
                     {"leftAt", "LEFT", Kind::Time},
                     {"userIdentity", "USER"},
                     {"by", "BY"},
                     {"reason", "REASON"}},
                    {}};
    for (const QJsonValue client :
         rowsOf(QList<EndedSession>{session}).first().value(QStringLiteral("clients")).toArray())
        listing.rows.append(client.toObject());
    return listing;
}

Listing auditListing(const QList<AuditRecord> &records)
{
    Listing listing{{{"time", "TIME", Kind::Time},
                     {"who", "WHO"},
                     {"role", "ROLE"},
                     {"address", "FROM"},
                     {"verb", "VERB"},
                     {"subject", "SUBJECT"},
                     {"reason", "REASON"},
                     {"result", "RESULT"}},
                    rowsOf(records)};
    for (qsizetype i = 0; i < records.size(); ++i) {
        const std::optional<Error> &error = records[i].error;
        listing.rows[i].insert(
            QStringLiteral("result"),
            error ? QStringLiteral("%1 (%2)").arg(errorName(error->code), errorHex(error->code))
                  : QStringLiteral("ok"));
    }
    return listing;
}

void addHistoryVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<Audit>());
}

} // namespace castdeck
