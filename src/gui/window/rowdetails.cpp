// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/rowdetails.h"

#include "core/untrusted.h"
#include "gui/servers/kindtext.h"
#include "gui/servers/remoteservers.h"
#include "models/format.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

namespace castdeck
{

namespace
{

/// @p shown: what a cell of the model says; its marks of direction have to stay.
void add(Facts &facts, const QString &label, const QString &shown, const RowKey &link = {})
{
    if (!shown.isEmpty() && shown != format::unknown())
        facts << Fact{label, shown, link};
}

void addForeign(Facts &facts, const QString &label, const QString &text)
{
    add(facts, label, printable(text));
}

} // namespace

Facts RowDetails::facts(const QModelIndex &row) const
{
    Facts facts;
    const RowFacts of = m_model.facts(row);
    add(facts, tr("Name"), row.data().toString());
    if (of.key.kind == RowKind::Session)
        addPace(facts, of.key); // who holds it up is asked for most
    for (int column = 1; column < m_model.columnCount(); ++column)
        add(facts, m_model.headerData(column, Qt::Horizontal).toString(),
            row.siblingAtColumn(column)
                .data(column == static_cast<int>(Column::State) ? int(InventoryRole::Sentence)
                                                                : int(Qt::DisplayRole))
                .toString());
    switch (of.key.kind) {
    case RowKind::Server:
        addServer(facts, of.key.server);
        break;
    case RowKind::Session:
    case RowKind::Namespace:
    case RowKind::PastSession:
        add(facts, tr("Server"), of.serverName, {of.key.server, RowKind::Server, 0});
        break;
    case RowKind::Client:
    case RowKind::PastClient:
        add(facts, tr("Session"), row.parent().data().toString(), m_model.facts(row.parent()).key);
        add(facts, tr("Server"), of.serverName, {of.key.server, RowKind::Server, 0});
        break;
    }
    return facts;
}

void RowDetails::addServer(Facts &facts, const ServerId &id) const
{
    const ServerInfo info = m_model.serverInfo(id);
    addForeign(facts, tr("Calls itself"), info.name);
    addForeign(facts, tr("Version"), info.version);
    const ServerProfile *const profile = m_remote.profile(id);
    if (!profile)
        return;
    add(facts, tr("Your role"), m_model.status(id).role);
    add(facts, tr("Kind"), KindText::name(profile->kind));
    if (profile->isOverSsh()) {
        addForeign(facts, tr("Reached by"), profile->address());
        return;
    }
    addForeign(facts, tr("Host"), profile->host);
    add(facts, tr("Management port"), tr("TCP %1").arg(profile->port));
    addForeign(facts, tr("Fingerprint"), profile->fingerprint);
    addForeign(facts, tr("Authority"), profile->authorityFile);
}

void RowDetails::addPace(Facts &facts, const RowKey &session) const
{
    const SessionInfo *const info = m_model.session(session);
    if (!info)
        return;
    const RowKey master{session.server, RowKind::Client, info->masterClientId.value()};
    if (const QModelIndex row = m_model.indexOf(master); row.isValid())
        add(facts, tr("Paced by"),
            tr("%1, %2", "client, state")
                .arg(row.data().toString(), m_model.indexOf(master, Column::State).data().toString()),
            master);
}

} // namespace castdeck
