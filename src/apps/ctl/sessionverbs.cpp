// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/historypages.h"
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rows.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"
#include "apps/ctl/watch.h"

#include <QJsonArray>
#include <algorithm>

namespace castdeck
{

namespace
{

class SessionList : public Verb
{
    Summary summary() const override
    {
        return {"session", "list", "Sessions that run, or those that are over, the newest first"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.flag("--ended", "Those that are over, and what became of their clients", m_ended);
        m_choice.declare(syntax);
    }
    void run(Shell &shell) override
    {
        if (!m_ended && !m_choice.isDefault()) {
            Printer::say(QStringLiteral("--since, --until and --limit need --ended"));
            return shell.finish(ExitCode::Usage);
        }
        shell.ask([this, &shell](ServerConnection &server) {
            const auto show = [&shell](const Listing &listing) {
                shell.list(listing);
                shell.finish(ExitCode::Done);
            };
            if (m_ended)
                HistoryPages<RetrieveSessionHistory>::gather(
                    shell, server, m_choice,
                    [show](const QList<EndedSession> &sessions) { show(endedSessionListing(sessions)); });
            else
                shell.take(server.ask(RetrieveInventory{}), {},
                           [show](const Inventory &inventory) { show(sessionListing(inventory)); });
        });
    }

    bool m_ended = false;
    HistoryChoice m_choice;
};

class SessionShow : public InventoryVerb
{
    Summary summary() const override
    {
        return {"session", "show", "All about one session and its clients, also when it is over"};
    }
    void declare(Syntax &syntax) override { syntax.ids("ID", "Sessions", m_ids); }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        if (m_ids.size() > 1) {
            Printer::say(QStringLiteral("one session at a time"));
            return shell.finish(ExitCode::Usage);
        }
        const SessionId id(m_ids.front());
        if (!inventory.find(id))
            return lookBack(shell, server, id);
        Listing session = sessionListing(inventory);
        session.rows.removeIf([id](const QJsonObject &row) {
            return row.value(QStringLiteral("id")).toInteger() != id.value();
        });
        show(shell, session, clientListing(inventory, id));
    }

    /// It may be over.
    static void lookBack(Shell &shell, ServerConnection &server, SessionId id)
    {
        HistoryChoice all;
        all.limit = 0;
        HistoryPages<RetrieveSessionHistory>::gather(
            shell, server, all, [&shell, id](const QList<EndedSession> &sessions) {
                const auto found = std::ranges::find(sessions, id, &EndedSession::id);
                if (found == sessions.end())
                    return shell.fail({ErrorCode::SessionNotFound, {}},
                                      QStringLiteral("session %1").arg(id.value()));
                show(shell, endedSessionListing({*found}), endedClientListing(*found));
            });
    }

    static void show(Shell &shell, Listing session, const Listing &clients)
    {
        if (shell.options().format == Format::Json) {
            QJsonArray array;
            for (const QJsonObject &client : clients.rows)
                array.append(client);
            session.rows.first().insert(QStringLiteral("clients"), array);
        }
        shell.single(session);
        if (shell.options().format == Format::Table && !clients.rows.isEmpty()) {
            Printer::write(QStringLiteral("\n"));
            shell.list(clients);
        }
        shell.finish(ExitCode::Done);
    }

    std::vector<quint32> m_ids;
};

class SessionWatch : public Verb
{
    Summary summary() const override
    {
        return {"session", "watch",
                "Sessions as they change: redrawn on a terminal, else a line of JSON for each change"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.ids("ID", "Only these, until the last one has ended", m_ids, Syntax::Needed::No);
    }
    void run(Shell &shell) override { Watch::start(shell, m_ids); }

    std::vector<quint32> m_ids;
};

class SessionTerminate : public Verb
{
    Summary summary() const override
    {
        return {"session", "terminate",
                "End sessions and disconnect all clients; a machine that is being "
                "written may be left unusable"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.ids("ID", "Sessions", m_ids);
        syntax.text("--reason", "TEXT", "What the receivers print and the log keeps", m_order.reason);
    }
    void run(Shell &shell) override
    {
        shell.ask([this, &shell](ServerConnection &server) {
            auto *outcomes = new Outcomes(shell, QStringLiteral("session"), disconnectColumns());
            for (const quint32 id : m_ids)
                outcomes->expect(qint64(id), server.ask(TerminateSession{SessionId(id), m_order}));
        });
    }

    std::vector<quint32> m_ids;
    DisconnectOrder m_order;
};

} // namespace

void addSessionVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<SessionList>());
    verbs.push_back(std::make_unique<SessionShow>());
    verbs.push_back(std::make_unique<SessionWatch>());
    verbs.push_back(std::make_unique<SessionTerminate>());
}

} // namespace castdeck
