// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/changes.h"

#include <algorithm>

namespace castdeck::wds
{

namespace
{

/// Of one event.
constexpr std::size_t columnsMost = 2'000;
constexpr const char *measured[] = {"percentCompletion",  "cpuUtilization", "memoryUtilization",
                                    "networkUtilization", "lossRate",       "roundTrip"};

template <std::size_t N>
bool agree(const json &a, const json &b, const char *const (&keys)[N])
{
    return std::all_of(std::begin(keys), std::end(keys),
                       [&](const char *key) { return a.at(key) == b.at(key); });
}

/// Ids of those rows that are not in @p after, or are another thing there.
template <class IsSame>
std::vector<Id> goneFrom(const Rows &before, const Rows &after, IsSame isSame)
{
    std::vector<Id> gone;
    for (const auto &[id, row] : before) {
        const auto found = after.find(id);
        if (found == after.end() || !isSame(row, found->second))
            gone.push_back(id);
    }
    return gone;
}

bool differsOnlyInMeasures(json a, json b)
{
    for (const char *key : measured) {
        a.erase(key);
        b.erase(key);
    }
    return a == b;
}

json notice(const char *kind, const json &subject)
{
    return {{"kind", kind},   {"time", isoText(now())}, {"subject", subject},
            {"sessionId", 0}, {"clientId", 0},          {"count", 0}};
}

json endingOf(const Ended &ended)
{
    json ending{{"session", "terminated"},      {"at", isoText(now())}, {"clients", ended.clients},
                {"completed", ended.completed}, {"by", ended.by},       {"reason", ended.reason}};
    ending["disconnected"] = ended.clients - ended.completed;
    return ending;
}

class Differ
{
public:
    Differ(Snapshot before, const Snapshot &after, const EndedByUs &ended, bool columns)
        : m_before(std::move(before)), m_after(after), m_ended(ended), m_columns(columns)
    {
    }

    std::vector<json> run()
    {
        removeClients();
        removeSessions();
        removeContents();
        removeNamespaces();
        tellServer();
        tellRows("namespace", m_before.namespaces, m_after.namespaces);
        tellRows("content", m_before.contents, m_after.contents);
        tellRows("session", m_before.sessions, m_after.sessions);
        tellClients();
        return std::move(m_events);
    }

private:
    void tell(const char *key, json value) { m_events.push_back(json{{key, std::move(value)}}); }

    void removeClients();
    void removeSessions();
    void removeContents();
    void removeNamespaces();
    void tellServer();
    void tellRows(const char *key, const Rows &before, const Rows &after);
    void tellClients();
    void tellColumns(const std::vector<Id> &ids);

    Snapshot m_before;
    const Snapshot &m_after;
    const EndedByUs &m_ended;
    bool m_columns;
    std::vector<json> m_events;
};

void Differ::removeClients()
{
    for (const Id id : goneFrom(m_before.clients, m_after.clients, isSameClient)) {
        const json &row = m_before.clients.at(id);
        json event{{"clientRemoved", id}};
        const auto ended = m_ended.clients.find(id);
        const bool withSession = m_ended.sessions.count(row.at("sessionId").get<Id>()) > 0;
        if (ended != m_ended.clients.end() || withSession) {
            json ending{{"client", "disconnected"}, {"at", isoText(now())}};
            ending["percentCompletion"] = row.at("percentCompletion");
            if (ended != m_ended.clients.end()) {
                ending["by"] = ended->second.by;
                ending["reason"] = ended->second.reason;
            }
            event["ending"] = std::move(ending);
        }
        m_events.push_back(std::move(event));
        if (ended != m_ended.clients.end()) {
            json said = notice("clientdisconnected", row.at("name"));
            said["clientId"] = id;
            said["sessionId"] = row.at("sessionId");
            said["by"] = ended->second.by;
            said["reason"] = ended->second.reason;
            tell("notice", std::move(said));
        }
    }
}

void Differ::removeSessions()
{
    for (const Id id : goneFrom(m_before.sessions, m_after.sessions, isSameSession)) {
        json event{{"sessionRemoved", id}};
        const auto ended = m_ended.sessions.find(id);
        const bool isOurs = ended != m_ended.sessions.end();
        json said;
        if (isOurs) {
            event["ending"] = endingOf(ended->second);
            const auto content = m_before.contents.find(m_before.sessions.at(id).at("contentId").get<Id>());
            said = notice("sessionterminated",
                          content == m_before.contents.end() ? json("") : content->second.at("name"));
            said["sessionId"] = id;
            said["count"] = event["ending"]["disconnected"];
            said["by"] = ended->second.by;
            said["reason"] = ended->second.reason;
        }
        m_events.push_back(std::move(event));
        if (isOurs)
            tell("notice", std::move(said));
        m_before.removeSession(id);
    }
}

void Differ::removeContents()
{
    for (const Id id : goneFrom(m_before.contents, m_after.contents, isSameContent)) {
        tell("contentRemoved", id);
        m_before.removeContent(id);
    }
}

void Differ::removeNamespaces()
{
    for (const Id id : goneFrom(m_before.namespaces, m_after.namespaces, isSameNamespace)) {
        const json name = m_before.namespaces.at(id).at("name");
        tell("namespaceRemoved", id);
        tell("notice", notice("namespacederegistered", name));
        m_before.removeNamespace(id);
    }
}

void Differ::tellServer()
{
    if (m_before.server == m_after.server)
        return;
    tell("server", m_after.server);
    const bool runs = m_after.server.value("serviceRunning", true);
    if (m_before.server.value("serviceRunning", true) != runs)
        tell("notice", notice(runs ? "servicestarted" : "servicestopped", m_after.server.value("name", "")));
}

void Differ::tellRows(const char *key, const Rows &before, const Rows &after)
{
    for (const auto &[id, row] : after) {
        const auto known = before.find(id);
        if (known != before.end() && known->second == row)
            continue;
        tell(key, row);
        if (known != before.end())
            continue;
        if (&after == &m_after.namespaces) {
            tell("notice", notice("namespaceregistered", row.at("name")));
        } else if (&after == &m_after.sessions) {
            json said =
                notice("sessionstarted", m_after.contents.at(row.at("contentId").get<Id>()).at("name"));
            said["sessionId"] = id;
            tell("notice", std::move(said));
        }
    }
}

void Differ::tellClients()
{
    std::vector<Id> inColumns;
    for (const auto &[id, row] : m_after.clients) {
        // Those that went for good, or with what they hung on, are not there any more.
        const auto known = m_before.clients.find(id);
        const bool isKnown = known != m_before.clients.end() && isSameClient(known->second, row);
        if (isKnown && known->second == row)
            continue;
        if (isKnown && m_columns && differsOnlyInMeasures(known->second, row))
            inColumns.push_back(id);
        else
            tell("client", row);
    }
    for (std::size_t i = 0; i < inColumns.size(); i += columnsMost) {
        const auto begin = inColumns.begin() + static_cast<std::ptrdiff_t>(i);
        const auto count = std::min(columnsMost, inColumns.size() - i);
        tellColumns({begin, begin + static_cast<std::ptrdiff_t>(count)});
    }
}

void Differ::tellColumns(const std::vector<Id> &ids)
{
    json columns{{"ids", ids}};
    for (const char *key : measured) {
        json &column = columns[key] = json::array();
        for (const Id id : ids)
            column.push_back(m_after.clients.at(id).at(key));
    }
    tell("clientMeasures", std::move(columns));
}

} // namespace

void EndedByUs::forgetBefore(Time time)
{
    for (auto *rows : {&sessions, &clients}) {
        for (auto it = rows->begin(); it != rows->end();)
            it = it->second.at < time ? rows->erase(it) : std::next(it);
    }
}

std::vector<json> changesBetween(Snapshot before, const Snapshot &after, const EndedByUs &ended, bool columns)
{
    return Differ(std::move(before), after, ended, columns).run();
}

bool isSameNamespace(const json &a, const json &b)
{
    return agree(a, b, {"name", "type"});
}

bool isSameContent(const json &a, const json &b)
{
    return agree(a, b, {"namespaceId", "name"});
}

bool isSameSession(const json &a, const json &b)
{
    return agree(a, b, {"contentId", "networkInterfaceAddress"});
}

bool isSameClient(const json &a, const json &b)
{
    return agree(a, b, {"sessionId", "name", "macAddress"});
}

} // namespace castdeck::wds
