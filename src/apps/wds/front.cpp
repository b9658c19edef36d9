// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/front.h"

#include "apps/wds/codes.h"

#include <algorithm>

namespace castdeck::wds
{

namespace
{

constexpr std::uint32_t protocolVersion = 1;
constexpr std::size_t lineBeforeHello = 8 * 1'024;
constexpr std::uint64_t idMost = (1ULL << 53U) - 1;
/// How long the failure of a call that was given up stays on the row of the server.
constexpr milliseconds lateShown{60'000};

constexpr const char *missingVerbs[] = {
    "session.history",    "audit.list",      "rate.get",          "rate.set",
    "token.list",         "token.create",    "token.revoke",      "session.initiate",
    "namespace.contents", "namespace.rearm", "namespace.replace",
};
/// What a verb that is there cannot do.
constexpr const char *missingParts[] = {
    "reason",                         // of an order: told to nobody
    "terminate.type",                 // whether an ended session's clients get the rest another way
    "service.drain",                  // a stop that lets sessions finish
    "namespace.allowUnauthenticated", // for a single one
    "namespace.fallbackUrl",
};

std::string seconds(milliseconds time)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

/// A positive integer.
std::optional<std::uint64_t> idOf(const json &request)
{
    const auto id = request.find("id");
    if (id == request.end() || !id->is_number())
        return std::nullopt;
    const double number = id->get<double>();
    if (!(number >= 1 && number <= static_cast<double>(idMost)) ||
        number != static_cast<double>(static_cast<std::uint64_t>(number)))
        return std::nullopt;
    return id->is_number_float() ? static_cast<std::uint64_t>(number) : id->get<std::uint64_t>();
}

} // namespace

json lacks()
{
    json words = json::array();
    for (const char *word : missingVerbs)
        words.push_back(word);
    for (const char *word : missingParts)
        words.push_back(word);
    return words;
}

Front::Front(About about, Ports ports, Instant time)
    : m_about(std::move(about)), m_ports(std::move(ports)), m_row(m_about.row), m_heard(time)
{
}

void Front::end(const Failure &reason)
{
    if (m_over)
        return;
    m_over = true;
    m_reason = reason;
    m_ports.send(goodbyeLine(reason));
}

void Front::take(const std::string &line, Instant time)
{
    if (m_over)
        return;
    m_heard = time;
    const std::size_t most = m_greeted ? LineMost : lineBeforeHello;
    if (line.size() >= most)
        return end({code::ProtocolViolation, "a line of more than " + std::to_string(most) + " bytes"});
    json request = json::parse(line, nullptr, false);
    if (!request.is_object())
        return end({code::ProtocolViolation, "a line that is no JSON object"});
    const auto version = request.find("jsonrpc");
    if (version == request.end() || *version != "2.0")
        return end({code::ProtocolViolation, "a line that is no JSON-RPC 2.0"});
    takeRequest(std::move(request), time);
}

void Front::takeRequest(json request, Instant time)
{
    const auto method = request.find("method");
    const bool isNamed = method != request.end() && method->is_string();
    const auto id = idOf(request);
    if (isNamed && *method == "goodbye" && !request.contains("id")) {
        m_over = true; // it is going
        return;
    }
    if (!isNamed || !id)
        return end({code::ProtocolViolation, "only requests are taken here"});
    const std::string name = *method;
    json params = request.contains("params") ? std::move(request["params"]) : json::object();
    if (name == "hello")
        return hello(*id, params);
    if (!m_greeted)
        return end({code::ProtocolViolation, "the first request must be hello"});
    if (name == "ping")
        return m_ports.send(resultLine(*id, {{"done", json::object()}}));
    if (std::any_of(std::begin(missingVerbs), std::end(missingVerbs),
                    [&](const char *verb) { return name == verb; }))
        return refuse(*id, {code::UnknownVerb, "a WDS server has no " + name});
    if (m_calls.size() >= JobsMost)
        return end({code::ProtocolViolation, "too many requests"});

    const bool columns = params.is_object() && params.value("measures", json()) == true;
    const std::uint64_t number = ++m_number;
    m_calls.emplace(number, Call{*id, name, columns, time});
    m_ports.ask({number, name, std::move(params)});
}

void Front::hello(std::uint64_t id, const json &params)
{
    if (m_greeted)
        return end({code::ProtocolViolation, "greeted twice"});
    Parameters given(params);
    const std::uint32_t protocol = given.number("protocol");
    if (given.failed())
        refuse(id, given.failure());
    if (given.failed())
        return end(given.failure());
    if (protocol != protocolVersion) {
        const Failure failure{code::IncompatibleVersion,
                              "protocol " + std::to_string(protocol) + " was offered, 1 is spoken here"};
        refuse(id, failure);
        return end(failure);
    }
    m_greeted = true;
    m_ports.send(resultLine(id, {{"welcome",
                                  {{"protocol", protocolVersion},
                                   {"role", "admin"},
                                   {"identity", m_about.identity},
                                   {"server", serverRow()}}}}));
}

void Front::refuse(std::uint64_t id, const Failure &failure)
{
    m_ports.send(errorLine(id, failure));
}

json Front::serverRow() const
{
    json row = m_row;
    for (const auto *trouble : {&m_hanging, &m_unseen, &m_failedLate}) {
        if (*trouble) {
            row["error"] = {{"code", (*trouble)->code}, {"detail", (*trouble)->detail}};
            break;
        }
    }
    return row;
}

void Front::tell(json event)
{
    ++m_revision;
    if (const auto row = event.find("server"); row != event.end()) {
        m_row = *row;
        *row = serverRow();
    }
    if (m_subscribed)
        m_ports.send(eventLine(m_revision, std::move(event)));
}

void Front::setTrouble(std::optional<Failure> Front::*which, const std::optional<Failure> &trouble)
{
    const json before = serverRow();
    this->*which = trouble;
    if (serverRow() != before)
        tell({{"server", m_row}});
}

void Front::take(Outcome outcome, Instant time)
{
    if (m_over)
        return;
    for (json &event : outcome.events)
        tell(std::move(event));
    if (outcome.server)
        m_row = *outcome.server;
    if (outcome.server || outcome.trouble)
        setTrouble(&Front::m_unseen, outcome.trouble);
    if (outcome.number == 0)
        return;
    if (const auto late = m_late.find(outcome.number); late != m_late.end()) {
        if (const auto *failure = std::get_if<Failure>(&outcome.reply)) {
            m_failedLateAt = time;
            setTrouble(&Front::m_failedLate, Failure{failure->code, late->second + ", " + failure->detail});
        }
        m_late.erase(late);
        return;
    }
    const auto call = m_calls.find(outcome.number);
    if (call == m_calls.end())
        return;
    answer(call->second, outcome);
    m_calls.erase(call);
}

void Front::answer(const Call &call, Outcome &outcome)
{
    if (const auto *failure = std::get_if<Failure>(&outcome.reply))
        return refuse(call.id, *failure);
    if (const auto *parts = std::get_if<Parts>(&outcome.reply)) {
        m_ports.send(snapshotLines(call.id, m_revision, serverRow(), *parts));
        if (call.method == "subscribe") {
            m_subscribed = true;
            m_ports.watch(true, call.columns);
        }
        return;
    }
    if (auto *result = std::get_if<json>(&outcome.reply)) {
        if (const auto rows = result->find("namespaces"); rows != result->end())
            return m_ports.send(listLines(call.id, "namespaces", *rows));
        for (json &member : *result) {
            if (member.contains("revision"))
                member["revision"] = m_revision;
        }
        m_ports.send(resultLine(call.id, *result));
    }
}

void Front::look(const std::optional<Hanging> &hanging, Instant time)
{
    if (m_over)
        return;
    if (time - m_heard >= Silence)
        return end({code::TimedOut, "nothing was heard for " + seconds(Silence)});
    const bool hangs = hanging && hanging->duration >= Hung;
    for (auto it = m_calls.begin(); it != m_calls.end();) {
        const auto &[number, call] = *it;
        if (time - call.since < (hangs ? Patience : PatienceInAll)) {
            ++it;
            continue;
        }
        const bool begun = !m_ports.takeBack(number);
        const std::string what = hanging ? hanging->call : "the library";
        refuse(call.id,
               {code::TimedOut, what + " has not answered for " + seconds(Patience) +
                                    (begun ? "; what comes of it will be seen" : "; nothing was done")});
        if (begun)
            m_late.emplace(number, call.method);
        it = m_calls.erase(it);
    }
    std::optional<Failure> hung;
    if (hangs)
        hung = Failure{code::TimedOut, hanging->call + " does not return"};
    setTrouble(&Front::m_hanging, hung);
    if (m_failedLate && time - m_failedLateAt > lateShown)
        setTrouble(&Front::m_failedLate, std::nullopt);
}

} // namespace castdeck::wds
