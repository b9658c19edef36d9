// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>

namespace castdeck::wds
{

using json = nlohmann::json;
using Id = std::uint32_t;
using Rows = std::map<Id, json>;

/// Everything a server showed in one look, as rows of the wire.
struct Snapshot {
    json server = json::object();
    Rows namespaces;
    Rows contents;
    Rows sessions;
    Rows clients;
    /// Ids of contents need not be unique on a WDS server: of those that are told by another, what they have
    /// there.
    std::map<Id, Id> contentIds;

    // What hangs on it goes with it.
    void removeNamespace(Id id);
    void removeContent(Id id);
    void removeSession(Id id);

    /// As the server calls it, in its namespace.
    Id contentIdThere(Id content) const;

    std::vector<Id> contentsOf(Id namespaceId) const;
    std::vector<Id> sessionsOf(Id contentId) const;
    std::vector<Id> clientsOf(Id sessionId) const;
};

/// In one line, whatever bytes its texts have, and in ASCII: a shell or terminal on the way may think it
/// knows another code page.
std::string dumped(const json &value);

} // namespace castdeck::wds
