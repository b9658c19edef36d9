// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverregistry.h"

#include <algorithm>

namespace castdeck
{

ServerRegistry::ServerRegistry(InventoryModel &model, QObject *parent) : QObject(parent), m_model(model) {}

ServerFeed &ServerRegistry::add(const ServerId &id, const QString &displayName, Files files)
{
    if (ServerFeed *known = feed(id))
        return *known;
    m_model.addServer(id, displayName);
    m_entries.push_back({std::make_unique<ServerFeed>(m_model, id), files, {}});
    ServerFeed &added = *m_entries.back().feed;
    connect(&added, &ServerFeed::noticed, this, &ServerRegistry::noticed);
    return added;
}

void ServerRegistry::rename(const ServerId &id, const QString &displayName)
{
    m_model.renameServer(id, displayName);
}

void ServerRegistry::setGroup(const ServerId &id, const QString &group)
{
    m_model.setServerGroup(id, group);
}

void ServerRegistry::arrange(const QList<ServerId> &order)
{
    m_model.arrangeServers(order);
}

void ServerRegistry::setWhereabouts(const ServerId &id, const Whereabouts &whereabouts)
{
    for (Entry &entry : m_entries) {
        if (entry.feed->id() == id)
            entry.whereabouts = whereabouts;
    }
}

ServerRegistry::Whereabouts ServerRegistry::whereabouts(const ServerId &id) const
{
    const Entry *found = entry(id);
    return found ? found->whereabouts : Whereabouts();
}

void ServerRegistry::remove(const ServerId &id)
{
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.feed->id() == id; });
    m_model.removeServer(id);
}

const ServerRegistry::Entry *ServerRegistry::entry(const ServerId &id) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&](const Entry &entry) { return entry.feed->id() == id; });
    return at != m_entries.end() ? &*at : nullptr;
}

ServerFeed *ServerRegistry::feed(const ServerId &id) const
{
    const Entry *found = entry(id);
    return found ? found->feed.get() : nullptr;
}

TransportServer *ServerRegistry::server(const ServerId &id) const
{
    const Entry *found = entry(id);
    return found ? found->feed->server() : nullptr;
}

ServerRegistry::Files ServerRegistry::files(const ServerId &id) const
{
    const Entry *found = entry(id);
    return found ? found->files : Files::Remote;
}

void ServerRegistry::refreshAll()
{
    for (const Entry &entry : m_entries)
        entry.feed->refresh();
}

} // namespace castdeck
