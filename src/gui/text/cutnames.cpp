// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/cutnames.h"

#include "core/untrusted.h"
#include "models/inventorymodel.h"

#include <algorithm>

namespace castdeck
{

QStringList CutNames::ofClients(const InventoryModel &model, const QList<RowFacts> &clients)
{
    QStringList lines;
    for (const RowFacts &row : clients) {
        const auto isNamesake = [&row](const RowFacts &other) {
            return other.name == row.name && other.serverName == row.serverName;
        };
        const QString address = model.indexOf(row.key, Column::Address).data().toString();
        const bool isUnique = std::ranges::count_if(clients, isNamesake) < 2 || address.isEmpty();
        lines << (isUnique ? tr("%1 on %2", "client on server").arg(row.name, row.serverName)
                           : tr("%1 (%2) on %3", "client (address) on server")
                                 .arg(row.name, address, row.serverName));
    }
    return lines;
}

QStringList CutNames::ofNamespace(const InventoryModel &model, const NamespaceFacts &facts)
{
    QStringList lines{tr("%1 on %2, %3, %4", "namespace on server, sessions, clients")
                          .arg(printable(facts.info.name), facts.serverName,
                               tr("%n session(s)", nullptr, facts.sessions),
                               tr("%n client(s)", nullptr, facts.clients))};
    const QModelIndex server = model.indexOf(facts.server);
    for (int row = 0; row < model.rowCount(server); ++row) {
        const QModelIndex session = model.index(row, 0, server);
        const RowFacts carried = model.facts(session);
        if (carried.key.kind != RowKind::Session || carried.namespaceId != facts.info.id)
            continue;
        QStringList machines;
        for (int client = 0; client < model.rowCount(session); ++client) {
            // Who has gone already is no longer met.
            if (const RowFacts machine = model.facts(model.index(client, 0, session));
                machine.key.kind == RowKind::Client)
                machines << machine.name;
        }
        lines << (machines.isEmpty() ? tr("  %1, nobody is in it", "session").arg(carried.name)
                                     : tr("  %1: %2", "session: machines")
                                           .arg(carried.name, machines.join(QStringLiteral(", "))));
    }
    return lines;
}

} // namespace castdeck
