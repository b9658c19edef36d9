// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/fake/scenario.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace castdeck::wds::fake
{

namespace
{

constexpr DWORD blockStep = 50;

std::wstring pathFrom(const wchar_t *variable)
{
    wchar_t path[1'024] = {};
    const DWORD length = GetEnvironmentVariableW(variable, path, 1'023);
    return {path, length < 1'024 ? length : 0};
}

std::string readFile(const std::wstring &path)
{
    const HANDLE file =
        CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    nullptr, OPEN_EXISTING, 0, nullptr);
    std::string text;
    char bytes[65'536];
    DWORD count = 0;
    while (file != INVALID_HANDLE_VALUE && ReadFile(file, bytes, sizeof bytes, &count, nullptr) && count > 0)
        text.append(bytes, count);
    CloseHandle(file);
    return text;
}

void writeFile(const std::wstring &path, const std::string &text, DWORD how)
{
    const HANDLE file = CreateFileW(path.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ, nullptr, how,
                                    FILE_ATTRIBUTE_NORMAL, nullptr);
    DWORD written = 0;
    WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
    CloseHandle(file);
}

FILETIME writtenAt(const std::wstring &path)
{
    WIN32_FILE_ATTRIBUTE_DATA found = {};
    GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &found);
    return found.ftLastWriteTime;
}

/// "method object", or "method".
const json *entryFor(const json &data, const char *table, const char *method, const std::string &object)
{
    const auto entries = data.find(table);
    if (entries == data.end())
        return nullptr;
    for (const std::string &key : {std::string(method) + " " + object, std::string(method)}) {
        if (const auto found = entries->find(key); found != entries->end())
            return &*found;
    }
    return nullptr;
}

} // namespace

Scenario &Scenario::instance()
{
    static Scenario scenario;
    return scenario;
}

void Scenario::load()
{
    const std::wstring path = pathFrom(L"CASTDECK_FAKE_WDS");
    const FILETIME written = writtenAt(path);
    if (CompareFileTime(&written, &m_written) == 0)
        return;
    json read = json::parse(readFile(path), nullptr, false);
    if (!read.is_object())
        return; // it is being written
    m_written = written;
    m_data = std::make_shared<json>(std::move(read));
    m_refuses = m_data->contains("refuse");
    m_notesProperties = m_data->value("journalProperties", false);
}

std::shared_ptr<const json> Scenario::data()
{
    load();
    return m_data;
}

void Scenario::change(const std::function<void(json &)> &how)
{
    load();
    json changed = *m_data;
    how(changed);
    const std::wstring path = pathFrom(L"CASTDECK_FAKE_WDS");
    writeFile(path + L".new", changed.dump(), CREATE_ALWAYS);
    MoveFileExW((path + L".new").c_str(), path.c_str(), MOVEFILE_REPLACE_EXISTING);
    m_written = writtenAt(path);
    m_data = std::make_shared<json>(std::move(changed));
}

void Scenario::note(const std::string &call) const
{
    writeFile(pathFrom(L"CASTDECK_FAKE_WDS_JOURNAL"), call + "\n", OPEN_ALWAYS);
}

HRESULT Scenario::refusal(const char *method, const std::string &object) const
{
    const json *entry = entryFor(*m_data, "refuse", method, object);
    if (!entry)
        entry = entryFor(*m_data, "refuse", "*", object);
    if (!entry)
        return S_OK;
    return static_cast<HRESULT>(std::strtoul(entry->get<std::string>().c_str(), nullptr, 16));
}

HRESULT Scenario::enter(const char *method, const std::string &object)
{
    load();
    note(object.empty() ? std::string(method) : method + (" " + object));
    for (DWORD waited = 0;; waited += blockStep) {
        const json *most = entryFor(*m_data, "block", method, object);
        if (!most || waited >= most->get<DWORD>())
            break;
        Sleep(blockStep);
        load();
    }
    return refusal(method, object);
}

HRESULT Scenario::property(const char *method, const std::string &object)
{
    if (m_notesProperties)
        note(method + (" " + object));
    return m_refuses ? refusal(method, object) : S_OK;
}

void Scenario::leave(const char *method, const std::string &object)
{
    const json *rows = entryFor(*m_data, "then", method, object);
    if (!rows)
        return;
    const json gone = *rows;
    change([&](json &data) {
        data["then"].erase(method + (" " + object));
        data["then"].erase(method);
        for (const json &row : gone)
            removeRows(data, row.at(0).get<std::string>().c_str(),
                       [&](const json &each) { return each.at("id") == row.at(1); });
    });
}

bool Scenario::lacks(const char *interfaceName)
{
    const auto names = m_data->find("without");
    return names != m_data->end() && std::find(names->begin(), names->end(), interfaceName) != names->end();
}

bool removeRows(json &data, const char *list, const std::function<bool(const json &)> &which)
{
    json kept = json::array();
    for (json &row : data[list]) {
        if (!which(row))
            kept.push_back(std::move(row));
    }
    const bool any = kept.size() != data[list].size();
    data[list] = std::move(kept);
    return any;
}

void endSessions(json &data, const std::function<bool(const json &)> &which)
{
    const json stays = data.value("stays", json::array());
    std::set<std::uint32_t> ended;
    for (const json &session : data["sessions"]) {
        if (which(session))
            ended.insert(session.at("id").get<std::uint32_t>());
    }
    std::set<std::uint32_t> held;
    removeRows(data, "clients", [&](const json &client) {
        const std::uint32_t session = client.at("sessionId");
        if (ended.count(session) == 0)
            return false;
        const bool isHeld = std::find(stays.begin(), stays.end(), client.at("id")) != stays.end();
        if (isHeld)
            held.insert(session);
        return !isHeld;
    });
    std::set<std::uint32_t> carried;
    removeRows(data, "sessions", [&](const json &session) {
        const std::uint32_t id = session.at("id");
        const bool isGone = ended.count(id) > 0 && held.count(id) == 0;
        if (!isGone)
            carried.insert(session.at("contentId").get<std::uint32_t>());
        return isGone;
    });
    std::set<std::uint32_t> served;
    removeRows(data, "contents", [&](const json &content) {
        const bool isGone = carried.count(content.at("id").get<std::uint32_t>()) == 0;
        if (!isGone)
            served.insert(content.at("namespaceId").get<std::uint32_t>());
        return isGone;
    });
    removeRows(data, "namespaces", [&](const json &space) {
        return space.value("tombstoned", false) && served.count(space.at("id").get<std::uint32_t>()) == 0;
    });
}

const json *rowOf(const json &data, const char *list, std::uint32_t id)
{
    const auto rows = data.find(list);
    if (rows == data.end())
        return nullptr;
    const auto found =
        std::find_if(rows->begin(), rows->end(), [id](const json &row) { return row.at("id") == id; });
    return found == rows->end() ? nullptr : &*found;
}

} // namespace castdeck::wds::fake
