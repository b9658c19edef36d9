// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/check.h"

#include "apps/wds/codes.h"
#include "apps/wds/look.h"
#include "apps/wds/orders.h"
#include "apps/wds/policies.h"
#include "apps/wds/streams.h"
#include "apps/wds/threads.h"

#include <objbase.h>

namespace castdeck::wds
{

namespace
{

constexpr std::size_t column = 42;
constexpr milliseconds patience{60'000};
constexpr milliseconds lookPause{100};

void say(const std::string &what, const std::string &outcome)
{
    writeAll(STD_OUTPUT_HANDLE,
             what + std::string(what.size() < column ? column - what.size() : 1, ' ') + outcome + "\n");
}

std::string wordsOf(const Failure &failure)
{
    char hex[16] = {};
    std::snprintf(hex, sizeof hex, "0x%08X", failure.code);
    const std::string name = codeName(failure.code);
    std::string text = name == hex ? name : name + " (" + hex + ")";
    // Windows has words for its own codes, and none for those of WDS.
    wchar_t words[512] = {};
    const DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                                        failure.code, 0, words, 511, nullptr);
    std::string system = toUtf8({words, length});
    while (!system.empty() && (system.back() == '\n' || system.back() == '\r'))
        system.pop_back();
    return text + ", " + failure.detail + (system.empty() ? "" : ": " + system);
}

/// Says how a step went; whether it went well.
template <class T>
bool step(const std::string &what, const Result<T> &result, const std::string &outcome = "ok")
{
    say(what, result ? outcome : "FAILED: " + wordsOf(result.error()));
    return bool(result);
}

/// By which interfaces the objects of the server can be asked.
void sayInterfaces(const WdsServer &server)
{
    const auto has = [](const char *name, bool isThere, const char *since) {
        say(name, isThere ? "ok" : std::string("absent, it came with Windows Server ") + since);
    };
    has("IWdsTransportServer", bool(server.server), "2008");
    has("IWdsTransportServer2", bool(server.server2), "2012");
    has("IWdsTransportSetupManager", bool(server.setup), "2008");
    has("IWdsTransportSetupManager2", bool(server.setup2), "2012");
    has("IWdsTransportConfigurationManager", bool(server.configuration), "2008");
    has("IWdsTransportConfigurationManager2", bool(server.configuration2), "2008 R2");
    has("IWdsTransportNamespaceManager", bool(server.namespaces), "2008");
}

bool saySetup(const WdsServer &server)
{
    const auto setup = setupOf(server);
    if (!step("setup", setup))
        return false;
    const std::uint32_t features = setup->at("features");
    say("  version", setup->at("version").get<std::string>());
    say("  transport server role", features & WdsTptFeatureTransportServer ? "installed" : "NOT INSTALLED");
    say("  deployment server role", features & WdsTptFeatureDeploymentServer ? "installed" : "not installed");
    say("  content providers", std::to_string(setup->at("contentProviders").size()));
    for (const json &provider : setup->at("contentProviders"))
        say("  content provider", provider.at("name").get<std::string>());
    return (features & WdsTptFeatureTransportServer) != 0;
}

bool sayTree(const WdsServer &server)
{
    const auto tree = lookAt(server, Snapshot());
    if (!step("tree", tree))
        return false;
    say("  service", tree->server.at("serviceRunning") == true ? "runs" : "does not run");
    const auto count = [](const char *what, const Rows &rows) { say(what, std::to_string(rows.size())); };
    count("  namespaces", tree->namespaces);
    count("  contents", tree->contents);
    count("  sessions", tree->sessions);
    count("  clients", tree->clients);
    bool isWhole = true;
    for (const auto &[id, row] : tree->namespaces) {
        if (const auto error = row.find("error"); error != row.end()) {
            say("  namespace " + std::to_string(id),
                "FAILED: " + wordsOf({error->at("code").get<std::uint32_t>(), error->at("detail")}));
            isWhole = false;
        }
    }
    return isWhole;
}

int checkNow(const std::string &serverName)
{
    const auto server = connectTo(serverName);
    if (!step("connection", server)) {
        say("verdict", "does not work: nothing on this machine answers for WDS, or not this user");
        return 1;
    }
    say("  name", server->name.empty() ? "(empty)" : server->name);
    sayInterfaces(*server);
    bool isWell = saySetup(*server);
    isWell = sayTree(*server) && isWell;
    isWell = step("policies", readPolicies(*server)) && isWell;
    if (server->server2) {
        const auto clients = tftpClientsOf(*server);
        isWell = step("TFTP clients", clients, clients ? std::to_string(clients->size()) : "") && isWell;
    }
    say("verdict", isWell ? "works: all of it could be read. Nothing was changed, so no verb was tried"
                          : "does not work fully: see what failed above");
    return isWell ? 0 : 1;
}

/// Does it in a thread of its own and gives what it gave; 1 if the library does not return.
int inThread(const std::function<int()> &work)
{
    auto done = std::make_shared<Mailbox<int>>();
    const bool started = startThread([work, done] {
        CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
        done->put(work());
    });
    while (started) {
        if (const auto code = done->take(lookPause))
            return *code;
        const auto call = Pulse::instance().underWay();
        if (call && call->duration > static_cast<ULONGLONG>(patience.count())) {
            say("verdict", std::string("does not work: ") + call->name + " does not return");
            return 1;
        }
    }
    return 1;
}

} // namespace

int check(const std::string &serverName, const std::string &identity)
{
    say("castdeck-wds", CASTDECK_VERSION);
    say("server", serverName.empty() ? "this machine" : serverName);
    say("user", identity);
    return inThread([=] { return checkNow(serverName); });
}

int listTftpClients(const std::string &serverName)
{
    return inThread([=] {
        const auto server = connectTo(serverName);
        const auto clients = server ? tftpClientsOf(*server) : Result<json>(tl::unexpected(server.error()));
        if (clients)
            writeAll(STD_OUTPUT_HANDLE, dumped(*clients) + "\n");
        else
            writeAll(STD_ERROR_HANDLE, "castdeck-wds: " + wordsOf(clients.error()) + "\n");
        return clients ? 0 : 1;
    });
}

} // namespace castdeck::wds
