// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rows.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

/// The parts that are not there, neighbours that are alike as one.
QList<QJsonObject> missingRows(const BlockMap &map)
{
    QList<QJsonObject> rows;
    const auto parts = std::min<quint64>(quint64(map.missing.size()), BlockMap::Parts);
    for (quint64 part = 0; part < parts; ++part) {
        const quint64 first = BlockMap::begin(part, map.blocks);
        const quint64 end = BlockMap::begin(part + 1, map.blocks);
        const int missing = map.missing.at(qsizetype(part));
        if (missing == 0 || first == end)
            continue;
        const bool goesOn = !rows.isEmpty() && rows.last()[QStringLiteral("missing")].toInt() == missing &&
                            quint64(rows.last()[QStringLiteral("last")].toInteger()) + 1 == first;
        if (!goesOn)
            rows.append({{QStringLiteral("first"), qint64(first)}, {QStringLiteral("missing"), missing}});
        rows.last()[QStringLiteral("last")] = qint64(end) - 1;
    }
    return rows;
}

class ClientList : public InventoryVerb
{
    Summary summary() const override { return {"client", "list", "Machines in the sessions"}; }
    void declare(Syntax &syntax) override { syntax.id("--session", "Only those of this session", m_session); }
    void look(Shell &shell, ServerConnection &, const Inventory &inventory) override
    {
        const SessionId session(m_session);
        if (session.isValid() && !inventory.find(session))
            return shell.fail({ErrorCode::SessionNotFound, {}}, QStringLiteral("session %1").arg(m_session));
        shell.list(clientListing(inventory, session));
        shell.finish(ExitCode::Done);
    }

    quint32 m_session = 0;
};

class ClientBlocks : public Verb
{
    Summary summary() const override { return {"client", "blocks", "What a machine still misses"}; }
    void declare(Syntax &syntax) override { syntax.requiredNumber("ID", "Client", m_id); }
    void run(Shell &shell) override
    {
        shell.ask([this, &shell](ServerConnection &server) {
            shell.take(server.ask(RetrieveBlocks{ClientId(m_id)}), QStringLiteral("client %1").arg(m_id),
                       [&shell](const BlockMap &map) {
                           shell.list({{{"first", "First block", Column::Kind::Number},
                                        {"last", "Last block", Column::Kind::Number},
                                        {"missing", "Missing", Column::Kind::Percent}},
                                       missingRows(map)});
                           shell.finish(ExitCode::Done);
                       });
        });
    }

    quint32 m_id = 0;
};

class ClientDisconnect : public Verb
{
    Summary summary() const override
    {
        return {"client", "disconnect",
                "Remove machines from their sessions; one that is being written may "
                "be left unusable"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.ids("ID", "Clients", m_ids);
        syntax.choice("--type", "Whether they get the rest another way or give up", {"fallback", "abort"},
                      m_type);
        syntax.text("--reason", "TEXT", "What the receiver prints and the log keeps", m_order.reason);
    }
    void run(Shell &shell) override
    {
        m_order.type = fromText<DisconnectType>(m_type).value_or(DisconnectType::Unknown);
        shell.ask([this, &shell](ServerConnection &server) {
            auto *outcomes = new Outcomes(shell, QStringLiteral("client"), disconnectColumns());
            for (const quint32 id : m_ids)
                outcomes->expect(qint64(id), server.ask(DisconnectClient{ClientId(id), m_order}));
        });
    }

    std::vector<quint32> m_ids;
    QString m_type;
    DisconnectOrder m_order;
};

} // namespace

void addClientVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<ClientList>());
    verbs.push_back(std::make_unique<ClientBlocks>());
    verbs.push_back(std::make_unique<ClientDisconnect>());
}

} // namespace castdeck
