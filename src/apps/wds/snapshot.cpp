// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/snapshot.h"

namespace castdeck::wds
{

namespace
{

std::vector<Id> whose(const Rows &rows, const char *key, Id id)
{
    std::vector<Id> found;
    for (const auto &[child, row] : rows) {
        if (row.at(key) == id)
            found.push_back(child);
    }
    return found;
}

} // namespace

void Snapshot::removeNamespace(Id id)
{
    for (const Id content : contentsOf(id))
        removeContent(content);
    namespaces.erase(id);
}

void Snapshot::removeContent(Id id)
{
    for (const Id session : sessionsOf(id))
        removeSession(session);
    contents.erase(id);
}

void Snapshot::removeSession(Id id)
{
    for (const Id client : clientsOf(id))
        clients.erase(client);
    sessions.erase(id);
}

Id Snapshot::contentIdThere(Id content) const
{
    const auto there = contentIds.find(content);
    return there == contentIds.end() ? content : there->second;
}

std::vector<Id> Snapshot::contentsOf(Id namespaceId) const
{
    return whose(contents, "namespaceId", namespaceId);
}

std::vector<Id> Snapshot::sessionsOf(Id contentId) const
{
    return whose(sessions, "contentId", contentId);
}

std::vector<Id> Snapshot::clientsOf(Id sessionId) const
{
    return whose(clients, "sessionId", sessionId);
}

std::string dumped(const json &value)
{
    return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

} // namespace castdeck::wds
