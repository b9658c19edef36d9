// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/verbs.h"

#include <numeric>

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

class Status : public InventoryVerb
{
    Summary summary() const override { return {"", "status", "What the server is and how much it does"}; }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        const Welcome &greeting = server.greeting();
        const auto rate = std::accumulate(
            inventory.sessions.begin(), inventory.sessions.end(), qint64(0),
            [](qint64 sum, const SessionInfo &session) { return sum + qint64(session.transferRate); });
        const QJsonObject row{{QStringLiteral("address"), shell.serverName()},
                              {QStringLiteral("name"), greeting.server.name},
                              {QStringLiteral("version"), greeting.server.version},
                              {QStringLiteral("protocol"), qint64(greeting.protocol)},
                              {QStringLiteral("identity"), greeting.identity},
                              {QStringLiteral("role"), toText(greeting.role)},
                              {QStringLiteral("serviceRunning"), inventory.server.serviceRunning},
                              {QStringLiteral("serviceEnabled"), inventory.server.serviceEnabled},
                              {QStringLiteral("revision"), qint64(inventory.revision)},
                              {QStringLiteral("namespaceCount"), inventory.namespaces.size()},
                              {QStringLiteral("contentCount"), inventory.contents.size()},
                              {QStringLiteral("sessionCount"), inventory.sessions.size()},
                              {QStringLiteral("clientCount"), inventory.clients.size()},
                              {QStringLiteral("transferRate"), rate}};
        shell.single({{{"address", "Address"},
                       {"name", "Server"},
                       {"version", "Version"},
                       {"identity", "Known there as"},
                       {"role", "Role"},
                       {"serviceRunning", "Lets receivers in"},
                       {"serviceEnabled", "Does so from its start"},
                       {"namespaceCount", "Namespaces"},
                       {"contentCount", "Contents"},
                       {"sessionCount", "Sessions"},
                       {"clientCount", "Clients"},
                       {"transferRate", "Rate", Kind::Rate}},
                      {row}});
        shell.finish(ExitCode::Done);
    }
};

} // namespace

void addStatusVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<Status>());
}

} // namespace castdeck
