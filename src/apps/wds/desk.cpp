// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/desk.h"

#include "apps/wds/codes.h"
#include "apps/wds/namespaces.h"
#include "apps/wds/orders.h"
#include "apps/wds/policies.h"

#include <algorithm>

namespace castdeck::wds
{

namespace
{

constexpr milliseconds lookPause{1'000};
/// While somebody waits for rows to go.
constexpr milliseconds waitingPause{200};
/// How long clients may take to go.
constexpr milliseconds grace{3'000};
/// How old a look may be to count as now.
constexpr milliseconds momentAgo{300};
/// Until a row with an id is taken for another one than the one that was ended.
constexpr Time endedFor = 60'000;
/// Of the names in a report, together.
constexpr std::size_t namesMost = 256 * 1'024;

json disconnectReport()
{
    return {{"disconnectReport",
             {{"revision", 0}, {"disconnected", 0}, {"unanswered", 0}, {"unansweredNames", json::array()}}}};
}

json namespaceReport(Id id)
{
    return {{"namespaceReport", {{"revision", 0}, {"id", id}}}};
}

} // namespace

Desk::Desk(About about, Emit emit, const Watch &watch)
    : m_about(std::move(about)), m_emit(std::move(emit)), m_watch(watch)
{
    m_tree.server = m_about.row;
}

Desk::Handler Desk::handlerOf(const std::string &method)
{
    static const std::map<std::string, Handler> handlers{
        {"inventory", &Desk::inventory},
        {"subscribe", &Desk::inventory},
        {"setup.get", &Desk::setup},
        {"policy.get", &Desk::policies},
        {"policy.commit", &Desk::commit},
        {"namespace.retrieve", &Desk::retrieve},
        {"namespace.register", &Desk::registering},
        {"namespace.deregister", &Desk::deregister},
        {"namespace.startTransmission", &Desk::start},
        {"namespace.setMinimumClients", &Desk::minimum},
        {"namespace.refresh", &Desk::refresh},
        {"session.terminate", &Desk::terminateSession},
        {"content.terminate", &Desk::terminateContent},
        {"client.disconnect", &Desk::disconnect},
        {"service.start", &Desk::service},
        {"service.stop", &Desk::service},
        {"service.restart", &Desk::service},
        {"service.readSettings", &Desk::service},
        {"service.setEnabled", &Desk::setEnabled},
    };
    const auto found = handlers.find(method);
    return found == handlers.end() ? nullptr : found->second;
}

void Desk::answer(const Job &job)
{
    if (const Handler handler = handlerOf(job.method))
        (this->*handler)(job);
    else
        refuse(job, {code::UnknownVerb, job.method.substr(0, 64)});
}

Result<const WdsServer *> Desk::server()
{
    if (!m_server) {
        auto connected = connectTo(m_about.serverName);
        if (!connected)
            return tl::unexpected(connected.error());
        m_server = std::move(*connected);
    }
    return &*m_server;
}

std::optional<Instant> Desk::due() const
{
    const bool isWatched = m_watch.subscribed && !m_watch.clogged;
    if (m_waiting.empty() && !isWatched)
        return std::nullopt;
    return m_lookedAt + std::max(m_waiting.empty() ? lookPause : waitingPause, m_lookTook);
}

void Desk::look()
{
    const Instant begun = monotonicNow();
    const auto connected = server();
    auto found =
        connected ? lookAt(**connected, m_tree) : Result<Snapshot>(tl::unexpected(connected.error()));
    Outcome outcome;
    if (found) {
        m_ended.forgetBefore(now() - endedFor);
        if (m_wasSeen)
            outcome.events = changesBetween(std::move(m_tree), *found, m_ended, m_watch.columns);
        m_tree = std::move(*found);
        m_wasSeen = true;
        m_unseen.reset();
        outcome.server = m_tree.server;
    } else {
        // The objects may be of a service that is gone: the next look begins with new ones.
        m_server.reset();
        m_unseen = found.error();
        outcome.trouble = m_unseen;
    }
    m_lookedAt = monotonicNow();
    m_lookTook = std::chrono::duration_cast<milliseconds>(m_lookedAt - begun);
    m_emit(std::move(outcome));
    settleWaiting();
}

Result<void> Desk::freshen()
{
    if (!m_wasSeen || m_unseen || monotonicNow() - m_lookedAt > momentAgo)
        look();
    if (m_unseen)
        return tl::unexpected(*m_unseen);
    return {};
}

Result<void> Desk::freshenFor(const char *kind, Id id, const Rows Snapshot::*rows, IsSame isSame,
                              std::uint32_t gone)
{
    const auto told = (m_tree.*rows).find(id);
    const std::optional<json> before =
        told == (m_tree.*rows).end() ? std::nullopt : std::optional<json>(told->second);
    if (const auto fresh = freshen(); !fresh)
        return fresh;
    const auto now = (m_tree.*rows).find(id);
    if (before && now != (m_tree.*rows).end() && !isSame(*before, now->second))
        return failure(gone, std::string(kind) + " " + std::to_string(id) + " is another one now");
    return {};
}

void Desk::inventory(const Job &job)
{
    look();
    if (m_unseen)
        return refuse(job, *m_unseen);
    Outcome outcome;
    outcome.number = job.number;
    outcome.reply = partsOf(m_tree);
    m_emit(std::move(outcome));
}

void Desk::setup(const Job &job)
{
    const auto connected = server();
    const auto found = connected ? setupOf(**connected) : Result<json>(tl::unexpected(connected.error()));
    if (!found)
        return refuse(job, found.error());
    reply(job, {{"setup", *found}});
}

void Desk::policies(const Job &job)
{
    const auto connected = server();
    const auto found =
        connected ? readPolicies(**connected) : Result<json>(tl::unexpected(connected.error()));
    if (!found)
        return refuse(job, found.error());
    reply(job, {{"policies", *found}});
}

/// The service keeps the old values until it is told to read its settings, or starts again.
void Desk::commit(const Job &job)
{
    const auto connected = server();
    const auto done =
        connected ? commitPolicy(**connected, job.params) : Result<json>(tl::unexpected(connected.error()));
    if (!done)
        return refuse(job, done.error());
    if (!done->at("changed").empty()) {
        for (const char *name : {"service", "multicastSession", "diagnostics"}) {
            if (job.params.contains(name))
                say("policychanged", name);
        }
    }
    reply(job, {{"policyReport",
                 {{"version", done->at("version")},
                  {"live", json::array()},
                  {"needsRestart", done->at("changed")},
                  {"clientsCut", m_tree.clients.size()}}}});
}

void Desk::retrieve(const Job &job)
{
    const auto connected = server();
    auto rows = connected ? retrieveNamespaces(**connected, job.params)
                          : Result<json>(tl::unexpected(connected.error()));
    if (!rows)
        return refuse(job, rows.error());
    reply(job, {{"namespaces", std::move(*rows)}});
}

void Desk::registering(const Job &job)
{
    const auto connected = server();
    finishNamespace(job, connected ? registerNamespace(**connected, job.params)
                                   : Result<Id>(tl::unexpected(connected.error())));
}

void Desk::deregister(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    const bool terminate = params.flag("terminate");
    const Order order = Order::from(params);
    if (params.failed())
        return refuse(job, params.failure());
    const auto same =
        freshenFor("namespace", id, &Snapshot::namespaces, isSameNamespace, code::NamespaceNotFound);
    if (!same)
        return refuse(job, same.error());
    const auto sessions = terminate ? sessionsBelow(id, std::nullopt) : std::set<Id>();
    const auto clients = clientsOf(sessions);
    const auto done = deregisterNamespace(*m_server, id, terminate);
    if (!done)
        return refuse(job, done.error());
    markEnded(sessions, order.reason);
    waitFor(job, namespaceReport(id), sessions, clients);
}

void Desk::start(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    if (params.failed())
        return refuse(job, params.failure());
    const auto same =
        freshenFor("namespace", id, &Snapshot::namespaces, isSameNamespace, code::NamespaceNotFound);
    if (!same)
        return refuse(job, same.error());
    finishNamespace(job, startTransmission(*m_server, id));
}

void Desk::minimum(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    const std::uint32_t clients = params.number("minimumClients");
    if (params.failed())
        return refuse(job, params.failure());
    const auto same =
        freshenFor("namespace", id, &Snapshot::namespaces, isSameNamespace, code::NamespaceNotFound);
    if (!same)
        return refuse(job, same.error());
    finishNamespace(job, setMinimumClients(*m_server, id, clients));
}

void Desk::refresh(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    if (params.failed())
        return refuse(job, params.failure());
    const auto connected = server();
    if (!connected)
        return refuse(job, connected.error());
    finishNamespace(job, refreshNamespace(**connected, id));
}

void Desk::terminateSession(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    const Order order = Order::from(params);
    if (params.failed())
        return refuse(job, params.failure());
    const auto same = freshenFor("session", id, &Snapshot::sessions, isSameSession, code::SessionNotFound);
    if (!same)
        return refuse(job, same.error());
    const auto clients = clientsOf({id});
    const auto done = wds::terminateSession(*m_server, m_tree, id);
    if (!done)
        return refuse(job, done.error());
    markEnded({id}, order.reason);
    waitFor(job, disconnectReport(), {id}, clients);
}

void Desk::terminateContent(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    const Order order = Order::from(params);
    if (params.failed())
        return refuse(job, params.failure());
    const auto same = freshenFor("content", id, &Snapshot::contents, isSameContent, code::ContentNotFound);
    if (!same)
        return refuse(job, same.error());
    const auto sessions = sessionsBelow(std::nullopt, id);
    const auto clients = clientsOf(sessions);
    const auto done = wds::terminateContent(*m_server, m_tree, id);
    if (!done)
        return refuse(job, done.error());
    markEnded(sessions, order.reason);
    waitFor(job, disconnectReport(), sessions, clients);
}

void Desk::disconnect(const Job &job)
{
    Parameters params(job.params);
    const Id id = params.number("id");
    const Order order = Order::from(params);
    if (params.failed())
        return refuse(job, params.failure());
    const auto same = freshenFor("client", id, &Snapshot::clients, isSameClient, code::ClientNotFound);
    if (!same)
        return refuse(job, same.error());
    std::map<Id, json> clients;
    if (const auto row = m_tree.clients.find(id); row != m_tree.clients.end())
        clients.insert(*row);
    const auto done = disconnectClient(*m_server, id, order.fallback);
    if (!done)
        return refuse(job, done.error());
    m_ended.clients[id] = {now(), m_about.identity, order.reason};
    waitFor(job, disconnectReport(), {}, clients);
}

/// WDS ends all sessions with its service: who asks for something gentler gets it only while nothing runs.
void Desk::service(const Job &job)
{
    static const std::map<std::string, ServiceVerb> verbs{
        {"service.start", ServiceVerb::Start},
        {"service.stop", ServiceVerb::Stop},
        {"service.restart", ServiceVerb::Restart},
        {"service.readSettings", ServiceVerb::ReadSettings}};
    const ServiceVerb verb = verbs.at(job.method);
    const bool ends = verb == ServiceVerb::Stop || verb == ServiceVerb::Restart;
    Parameters params(job.params);
    const bool terminate = ends && params.flag("terminate");
    const Order order = ends ? Order::from(params) : Order();
    if (params.failed())
        return refuse(job, params.failure());
    if (const auto fresh = freshen(); !fresh)
        return refuse(job, fresh.error());
    if (ends && !terminate && !m_tree.sessions.empty())
        return refuse(job, {code::InvalidOperation, "a WDS service does not let its sessions finish"});
    const auto sessions = ends ? sessionsBelow(std::nullopt, std::nullopt) : std::set<Id>();
    const auto clients = clientsOf(sessions);
    const auto done = serviceVerb(*m_server, verb);
    if (!done)
        return refuse(job, done.error());
    markEnded(sessions, order.reason);
    waitFor(job, disconnectReport(), sessions, clients);
}

void Desk::setEnabled(const Job &job)
{
    Parameters params(job.params);
    const bool enabled = params.flag("enabled");
    if (params.failed())
        return refuse(job, params.failure());
    const auto connected = server();
    if (!connected)
        return refuse(job, connected.error());
    const auto done = serviceVerb(**connected, enabled ? ServiceVerb::Enable : ServiceVerb::Disable);
    if (!done)
        return refuse(job, done.error());
    // Nothing in the library tells it, so this is known only as long as this program runs.
    m_tree.server["serviceEnabled"] = enabled;
    Outcome outcome;
    outcome.events.push_back({{"server", m_tree.server}});
    m_emit(std::move(outcome));
    reply(job, disconnectReport());
}

void Desk::finishNamespace(const Job &job, const Result<Id> &id)
{
    if (!id)
        return refuse(job, id.error());
    look();
    reply(job, namespaceReport(*id));
}

void Desk::refuse(const Job &job, const Failure &failure)
{
    Outcome outcome;
    outcome.number = job.number;
    outcome.reply = failure;
    m_emit(std::move(outcome));
}

void Desk::reply(const Job &job, json result)
{
    Outcome outcome;
    outcome.number = job.number;
    outcome.reply = std::move(result);
    m_emit(std::move(outcome));
}

void Desk::waitFor(const Job &job, json result, const std::set<Id> &sessions, std::map<Id, json> clients)
{
    m_waiting.push_back(
        {job.number, std::move(result), sessions, std::move(clients), monotonicNow() + grace});
    look();
}

void Desk::settleWaiting()
{
    const bool isSeen = !m_unseen;
    const auto isOver = [&](Waiting &waiting) {
        std::map<Id, json> left;
        for (const auto &[id, row] : waiting.clients) {
            const auto found = m_tree.clients.find(id);
            if (found != m_tree.clients.end() && isSameClient(row, found->second))
                left.emplace(id, row);
        }
        const bool isSession = std::any_of(waiting.sessions.begin(), waiting.sessions.end(),
                                           [this](Id id) { return m_tree.sessions.count(id) > 0; });
        const bool isDone = isSeen && left.empty() && !isSession;
        if (!isDone && monotonicNow() < waiting.until)
            return false;
        if (const auto report = waiting.result.find("disconnectReport"); report != waiting.result.end()) {
            (*report)["disconnected"] = waiting.clients.size() - left.size();
            (*report)["unanswered"] = left.size();
            std::size_t size = 0;
            for (const auto &[id, row] : left) {
                size += row.at("name").get_ref<const std::string &>().size() * 6;
                if (size < namesMost)
                    (*report)["unansweredNames"].push_back(row.at("name"));
            }
        }
        Outcome outcome;
        outcome.number = waiting.number;
        outcome.reply = std::move(waiting.result);
        m_emit(std::move(outcome));
        return true;
    };
    m_waiting.erase(std::remove_if(m_waiting.begin(), m_waiting.end(), isOver), m_waiting.end());
}

void Desk::markEnded(const std::set<Id> &sessions, const std::string &reason)
{
    for (const Id id : sessions) {
        Ended ended{now(), m_about.identity, reason};
        for (const auto &[client, row] : clientsOf({id})) {
            ++ended.clients;
            ended.completed += row.at("percentCompletion") == 100 ? 1 : 0;
        }
        m_ended.sessions[id] = ended;
    }
}

std::map<Id, json> Desk::clientsOf(const std::set<Id> &sessions) const
{
    std::map<Id, json> found;
    for (const auto &[id, row] : m_tree.clients) {
        if (sessions.count(row.at("sessionId").get<Id>()) > 0)
            found.emplace(id, row);
    }
    return found;
}

std::set<Id> Desk::sessionsBelow(std::optional<Id> space, std::optional<Id> content) const
{
    std::set<Id> found;
    for (const auto &[id, row] : m_tree.sessions) {
        const Id of = row.at("contentId");
        const auto parent = m_tree.contents.find(of);
        const bool isInSpace =
            parent != m_tree.contents.end() && (!space || parent->second.at("namespaceId") == *space);
        if (isInSpace && (!content || of == *content))
            found.insert(id);
    }
    return found;
}

void Desk::say(const char *kind, const std::string &subject)
{
    Outcome outcome;
    outcome.events.push_back({{"notice",
                               {{"kind", kind},
                                {"time", isoText(now())},
                                {"subject", subject},
                                {"sessionId", 0},
                                {"clientId", 0},
                                {"by", m_about.identity},
                                {"count", 0}}}});
    m_emit(std::move(outcome));
}

} // namespace castdeck::wds
