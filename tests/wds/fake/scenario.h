// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <windows.h>

namespace castdeck::wds::fake
{

using json = nlohmann::json;

/// What the server holds: a file of JSON (CASTDECK_FAKE_WDS) that the test may write anew at any time, and
/// that verbs write. Beside the rows it may have:
///   "refuse": {"Session.Terminate": "0xC1210100", "Session.Terminate 7": …, "*": …, "Server.Name": "0x0"}
///   "block":  {"Session.Terminate": ms}, or until it is taken out
///   "then":   {"Content.RetrieveSessions 3": [["sessions", 7]]}: rows that go, once, after that call
///   "without": ["IWdsTransportServer2", …]: interfaces that an older Windows does not have
///   "stays":  [17]: clients that do not go when they are told
/// Calls are written to a file (CASTDECK_FAKE_WDS_JOURNAL), properties only with "journalProperties".
class Scenario
{
public:
    static Scenario &instance();

    /// As it is now. Rows stay readable as long as somebody holds it.
    std::shared_ptr<const json> data();
    void change(const std::function<void(json &)> &how);

    /// Begins a call: notes it, blocks, refuses. @p object: which one, "7".
    HRESULT enter(const char *method, const std::string &object = {});
    /// The same for a property, of which there are many.
    HRESULT property(const char *method, const std::string &object);
    /// Ends a call: lets rows go that are to go after it.
    void leave(const char *method, const std::string &object = {});
    bool lacks(const char *interfaceName);

private:
    void load();
    void note(const std::string &call) const;
    HRESULT refusal(const char *method, const std::string &object) const;

    std::shared_ptr<const json> m_data = std::make_shared<json>(json::object());
    FILETIME m_written{};
    bool m_refuses = false;
    bool m_notesProperties = false;
};

/// Removes rows of a list; whether there were any.
bool removeRows(json &data, const char *list, const std::function<bool(const json &)> &which);
/// A session and its clients but those that stay; contents without sessions and tombstones without contents
/// go as well.
void endSessions(json &data, const std::function<bool(const json &)> &which);
/// Null if there is none.
const json *rowOf(const json &data, const char *list, std::uint32_t id);

} // namespace castdeck::wds::fake
