// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/lines.h"

#include "apps/wds/codes.h"

namespace castdeck::wds
{

namespace
{

constexpr std::size_t partMost = LineMost / 2;

/// Rows under the names of their lists, put into as many objects as it takes.
class RowParts
{
public:
    explicit RowParts(std::vector<std::string> lists) : m_lists(std::move(lists)), m_rows(m_lists.size()) {}

    void add(std::size_t list, const json &row)
    {
        const std::string text = dumped(row);
        if (m_size > 0 && m_size + text.size() > partMost)
            close();
        m_rows[list] += (m_rows[list].empty() ? "" : ",") + text;
        m_size += text.size() + 1;
    }
    Parts finish()
    {
        close();
        return std::move(m_parts);
    }

private:
    void close()
    {
        std::string members;
        for (std::size_t i = 0; i < m_lists.size(); ++i) {
            members += (i == 0 ? "\"" : ",\"") + m_lists[i] + "\":[" + m_rows[i] + "]";
            m_rows[i].clear();
        }
        m_parts.push_back(std::move(members));
        m_size = 0;
    }

    std::vector<std::string> m_lists;
    std::vector<std::string> m_rows;
    Parts m_parts;
    std::size_t m_size = 0;
};

json envelope(std::uint64_t id)
{
    return {{"jsonrpc", "2.0"}, {"id", id}};
}

std::string notification(const char *method, json params)
{
    return dumped({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}) + "\n";
}

/// @p objects, the last as the result and those before as parts; @p open and @p end are around each.
std::string lines(std::uint64_t id, const Parts &objects, const std::string &method,
                  const std::string &member, const std::string &open, const std::string &end)
{
    const std::string number = std::to_string(id);
    std::string all;
    for (std::size_t i = 0; i + 1 < objects.size(); ++i) {
        all += "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{\"id\":" + number + ",\"" +
               member + "\":" + objects[i] + "}}\n";
    }
    return all + "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"result\":" + open + objects.back() + end +
           "}\n";
}

} // namespace

Parts partsOf(const Snapshot &snapshot)
{
    RowParts parts({"namespaces", "contents", "sessions", "clients"});
    std::size_t list = 0;
    for (const Rows *rows :
         {&snapshot.namespaces, &snapshot.contents, &snapshot.sessions, &snapshot.clients}) {
        for (const auto &[id, row] : *rows)
            parts.add(list, row);
        ++list;
    }
    return parts.finish();
}

std::string resultLine(std::uint64_t id, const json &result)
{
    json line = envelope(id);
    line["result"] = result;
    return dumped(line) + "\n";
}

std::string errorLine(std::uint64_t id, const Failure &failure)
{
    std::int64_t number = failure.code;
    if (failure.code == code::UnknownVerb)
        number = -32601;
    else if (failure.code == code::ProtocolViolation)
        number = -32600;
    json error{{"code", number}, {"message", codeName(failure.code)}};
    if (!failure.detail.empty())
        error["data"] = {{"detail", failure.detail}};
    json line = envelope(id);
    line["error"] = std::move(error);
    return dumped(line) + "\n";
}

std::string eventLine(std::uint64_t revision, json params)
{
    params["revision"] = revision;
    return notification("event", std::move(params));
}

std::string goodbyeLine(const Failure &reason)
{
    return notification("goodbye", {{"reason", {{"code", reason.code}, {"detail", reason.detail}}}});
}

std::string snapshotLines(std::uint64_t id, std::uint64_t revision, const json &server, const Parts &parts)
{
    const std::string head =
        "{\"revision\":" + std::to_string(revision) + ",\"server\":" + dumped(server) + ",";
    Parts objects;
    for (const std::string &part : parts)
        objects.push_back(head + part + "}");
    return lines(id, objects, "inventory.part", "inventory", "{\"inventory\":", "}");
}

std::string listLines(std::uint64_t id, const char *name, const json &rows)
{
    RowParts parts({name});
    for (const json &row : rows)
        parts.add(0, row);
    Parts objects;
    for (const std::string &part : parts.finish())
        objects.push_back("{" + part + "}");
    return lines(id, objects, "reply.part", "result", "", "");
}

} // namespace castdeck::wds
