// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/session.h"

#include "engine/common/logcategories.h"
#include "engine/common/notices.h"
#include "engine/session/sessionrows.h"
#include "transport/net/socketaddress.h"
#include "transport/sending/sessionkeys.h"

#include <QTimer>

namespace castdeck
{

namespace
{

/// More identities than this are not remembered: whoever asks may never join.
constexpr qsizetype identitiesMax = 1024;

} // namespace

Session::Session(Start start, InventoryLedger &ledger, QObject *parent)
    : QObject(parent), m_start(std::move(start)), m_ledger(ledger)
{
    const SendingThread *const thread = m_start.thread.get();
    connect(thread, &SendingThread::snapshotTaken, this, &Session::takeSnapshot);
    connect(thread, &SendingThread::clientDeparted, this, &Session::takeDeparture);
    connect(thread, &SendingThread::intruderFound, this, &Session::takeIntruder);
    connect(thread, &SendingThread::troubled, this, &Session::takeTrouble);
    connect(thread, &SendingThread::ended, this, &Session::takeEnd);
}

Session::~Session() = default;

void Session::expect(const InitiationAsk &ask, std::chrono::milliseconds patience)
{
    // The first one answers for it: a session costs whoever caused it one of his places (EmptyLimits).
    if (m_madeFor == InitiationAsk())
        m_madeFor = ask;
    const Instant now = monotonicNow();
    m_guests.expect(ask, now + patience, now);
    m_start.thread->expectClients(m_guests.latest());
    if (!ask.identity.isEmpty() && m_identities.size() < identitiesMax)
        m_identities.insert({ask.address, ask.client}, ask.identity);
}

void Session::admit(const wire::Member &member)
{
    if (m_members.size() >= SessionKeys::MembersMax)
        m_members.erase(m_members.begin());
    m_members[member.number] = member;
    m_start.thread->admit(member);
}

void Session::forget(const InitiationAsk &ask)
{
    m_guests.forget(ask);
    m_start.thread->expectClients(m_guests.latest());
}

void Session::giveUp()
{
    // Not closing: a client may be on its way, and the thread, which would see it first, decides.
    m_givenUp = true;
    m_start.thread->endIfEmpty();
}

/// Whoever asked without a name may join with any.
QString Session::identityOf(const QString &address, const QString &name) const
{
    const auto found = m_identities.constFind({address, name});
    return found != m_identities.constEnd() ? *found : m_identities.value({address, QString()});
}

void Session::terminate(const DisconnectOrder &order, Waiter waiter)
{
    m_waiters.append(std::move(waiter));
    if (isClosing())
        return;
    // From here on nobody is led here, nothing is judged, and what becomes of its clients is told by its end.
    m_order = order;
    m_start.row.state = SessionState::Terminating;
    m_ledger.write(m_start.row);
    m_start.thread->terminate(order);
}

/// By any way, unless the order leaves it one.
void Session::cut(ClientId id, const DisconnectOrder &order)
{
    const ClientInfo *const row = m_ledger.inventory().find(id);
    if (row && order.type == DisconnectType::Abort)
        Q_EMIT clientCut(row->ipAddress, row->name);
}

void Session::disconnectClient(ClientId id, const DisconnectOrder &order, Waiter waiter)
{
    cut(id, order);
    Disconnect &disconnect = m_disconnects[id];
    disconnect.waiters.append(std::move(waiter));
    if (disconnect.waiters.size() > 1)
        return;
    disconnect.order = order;
    if (const ClientInfo *row = m_ledger.inventory().find(id))
        disconnect.name = row->name;
    const quint32 attempt = ++disconnect.attempt;
    QTimer::singleShot(m_start.grace, this, [this, id, attempt] {
        const auto found = m_disconnects.constFind(id);
        if (found != m_disconnects.constEnd() && found->attempt == attempt)
            finishDisconnect(id, Goodbye::Missing);
    });
    m_start.thread->disconnectClient(id, order);
}

void Session::kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order)
{
    cut(id, order);
    m_start.thread->kickClient(id, reason, order);
}

void Session::demoteClient(ClientId id, Session &lower, const DisconnectOrder &order)
{
    if (const ClientInfo *row = m_ledger.inventory().find(id)) {
        InitiationAsk ask;
        ask.address = row->ipAddress;
        ask.client = row->name;
        ask.identity = row->userIdentity;
        lower.expect(ask, m_start.settings.parameters.joinPatience);
    }
    // It takes its secret along, and shows it there.
    if (const auto member = m_members.find(m_here.value(id).member); member != m_members.end())
        lower.admit(member->second);
    const SendingSettings &target = lower.settings();
    m_start.thread->demoteClient(id, {target.id, target.group, {target.interface.address, target.group.port}},
                                 order);
}

void Session::setRateLimit(uint64_t limit)
{
    m_ownRateLimit = limit;
    limitRate(limit);
}

void Session::setDefaultRateLimit(uint64_t limit)
{
    if (!m_ownRateLimit)
        limitRate(limit);
}

void Session::limitRate(uint64_t limit)
{
    m_start.thread->setRateLimit(limit);
    m_start.row.rateLimit = limit;
    m_ledger.write(m_start.row);
}

void Session::finishDisconnect(ClientId id, Goodbye goodbye)
{
    // The order stays: the client may still go because of it.
    Disconnect &disconnect = m_disconnects[id];
    DisconnectReport report;
    report.revision = m_ledger.revision();
    if (goodbye == Goodbye::Said) {
        report.disconnected = 1;
    } else {
        report.unanswered = 1;
        report.unansweredNames.append(disconnect.name);
    }
    for (const Waiter &waiter : std::exchange(disconnect.waiters, {}))
        waiter(report);
}

EndedSession Session::record(const SessionEnd &end) const
{
    EndedSession session = m_chronicle.close(end);
    if (m_order) {
        session.outcome = SessionOutcome::Terminated;
        session.by = m_order->by;
        session.reason = m_order->reason;
    }
    return session;
}

std::optional<BlockMap> Session::blocksOf(ClientId id) const
{
    const auto found = m_here.constFind(id);
    if (found == m_here.constEnd())
        return std::nullopt;
    return BlockMap{m_start.grant.totalBlocks, found->missing};
}

EndedSession Session::soFar() const
{
    SessionChronicle chronicle = m_chronicle;
    for (const ClientId client : m_clients) {
        const ClientInfo *const row = m_ledger.inventory().find(client);
        if (row && m_joined.contains(client))
            chronicle.depart({ClientDeparture::Kind::Vanished, client, row->name}, row);
    }
    return chronicle.close({SessionEnd::Kind::Failed, 0, {}, Error{ErrorCode::ServerEnded, {}}, m_counters});
}

void Session::answerWaiters(const DisconnectReport &report)
{
    for (const Waiter &waiter : std::exchange(m_waiters, {}))
        waiter(report);
}

void Session::takeSnapshot(const SessionSnapshot &snapshot)
{
    m_pace.look(snapshot, monotonicNow());
    m_counters = snapshot.counters;
    m_here.clear();
    for (const ClientSnapshot &client : snapshot.clients)
        m_here.insert(client.id, {client.missing, client.member});
    QSet<ClientId> gone = m_clients;
    const bool wasEmpty = gone.isEmpty();
    const Instant expected = m_guests.latest();
    for (const ClientSnapshot &client : snapshot.clients) {
        const ClientInfo *const known = m_ledger.inventory().find(client.id);
        const QString address = toText(client.endpoint.address);
        if (!known)
            m_guests.joined(address, client.name);
        ClientInfo row = clientRow(client, id(), known, identityOf(address, client.name));
        row.writesSlowly = m_pace.writesSlowly(client.id);
        m_ledger.write(row);
        m_clients.insert(client.id);
        gone.remove(client.id);
        // A JOIN may be anybody's; who reports what it has is a machine, and said so once.
        if (client.state != ClientState::Joining && !m_joined.contains(client.id)) {
            m_joined.insert(client.id);
            m_hasOthers = true;
            m_ledger.announce(noticeOf(Notice::Kind::ClientJoined, client.name, id(), client.id));
        }
    }
    // The rest has left; why is told by takeDeparture(), before or after this.
    for (const ClientId client : std::as_const(gone)) {
        m_clients.remove(client);
        m_ledger.remove(client);
    }
    if (m_guests.latest() != expected)
        m_start.thread->expectClients(m_guests.latest());
    m_start.row = sessionRow(m_start.row, snapshot);
    m_start.row.stalledSince = m_pace.stalledSince();
    m_ledger.write(m_start.row);
    watchSlowClients(snapshot);
    // Somebody came before the thread could end it, so it is a session like any other again.
    if (wasEmpty && !m_clients.isEmpty()) {
        m_givenUp = false;
        Q_EMIT clientCame();
    }
}

void Session::setSlowClientRules(const SlowClientPolicy::Rules &rules)
{
    m_policy.setRules(rules);
    m_start.thread->setSlowClientsJudged(rules.handling != SlowClientPolicy::Handling::None);
}

void Session::watchSlowClients(const SessionSnapshot &snapshot)
{
    if (isClosing())
        return;
    for (const SlowClientWatch::Finding &slow : m_slow.look(snapshot)) {
        Notice notice = noticeOf(Notice::Kind::ClientSlow, slow.name, id(), slow.client);
        notice.reason = slow.reason;
        m_ledger.announce(notice);
    }
    if (const auto verdict = m_policy.look(snapshot, kind().tier))
        Q_EMIT slowClientFound(*verdict);
}

void Session::takeDeparture(const ClientDeparture &departure)
{
    using Kind = ClientDeparture::Kind;
    if (!m_clients.contains(departure.id)) {
        // Gone before a snapshot had it.
        m_guests.joined(toText(departure.address), departure.name);
        m_start.thread->expectClients(m_guests.latest());
    }
    const bool wasJoined = m_joined.remove(departure.id);
    // Whoever never reported was a JOIN without a machine behind it.
    const bool isMachine = wasJoined || departure.wasActive;
    const auto ordered = m_disconnects.constFind(departure.id);
    const bool isOrdered = ordered != m_disconnects.constEnd();
    std::optional<RowEnding> ending;
    if (isMachine)
        ending = record(departure, isOrdered ? ordered->order : departure.order);
    const ClientInfo *const row = m_ledger.inventory().find(departure.id);
    if (row && departure.kind != Kind::Completed)
        Q_EMIT clientLeft(*row);
    m_clients.remove(departure.id);
    m_ledger.remove(departure.id, ending);

    const bool isOfTheEnd =
        isClosing() && (departure.kind == Kind::Disconnected || departure.kind == Kind::Vanished);
    if (!isOfTheEnd && isMachine) {
        if (!wasJoined)
            m_ledger.announce(noticeOf(Notice::Kind::ClientJoined, departure.name, id(), departure.id));
        m_ledger.announce(departureNotice(departure, id(), isOrdered ? &ordered->order : &departure.order));
    }
    // Whoever ordered it has waited for this, and the order has nobody left to be about.
    if (isOrdered) {
        const bool isSilent = departure.kind == Kind::Vanished;
        finishDisconnect(departure.id, isSilent ? Goodbye::Missing : Goodbye::Said);
        m_disconnects.remove(departure.id);
    }
}

/// With the words of the order that it went by; those of the session's end are the session's.
RowEnding Session::record(ClientDeparture departure, const DisconnectOrder &order)
{
    departure.order = m_order == order ? DisconnectOrder() : order;
    const ClientInfo *const row = m_ledger.inventory().find(departure.id);
    m_chronicle.depart(departure, row);
    m_hasOthers = true;
    return clientEnding(departure, row);
}

void Session::takeIntruder(const GroupIntruder &intruder)
{
    // The events DUPLICATE_MULTICAST_ADDR and NON_WDS_DUPLICATE_MULTICAST_ADDR (management-api §6.2).
    Notice notice =
        noticeOf(intruder.speaksWds ? Notice::Kind::GroupTakenByServer : Notice::Kind::GroupTakenByOthers,
                 kind().content, id());
    notice.by = toText(intruder.address);
    m_ledger.announce(notice);
}

void Session::takeTrouble(const SessionTrouble &trouble)
{
    const bool isStuck = trouble.kind == SessionTrouble::Kind::ClientStuck;
    Notice notice = noticeOf(isStuck ? Notice::Kind::ClientStuck : Notice::Kind::CannotSend,
                             isStuck ? trouble.name : kind().content, id(), trouble.client);
    notice.reason = trouble.reason;
    m_ledger.announce(notice);
}

void Session::takeEnd(const SessionEnd &end)
{
    for (const ClientId client : std::exchange(m_clients, {})) {
        // Still here at the end: told to go, and never heard again.
        const ClientInfo *const row = m_ledger.inventory().find(client);
        std::optional<RowEnding> ending;
        if (row && m_joined.contains(client))
            ending = record({ClientDeparture::Kind::Vanished, client, row->name},
                            m_disconnects.value(client).order);
        m_ledger.remove(client, ending);
    }
    // Their clients went with the session, whoever was told first.
    const QList<ClientId> disconnects = m_disconnects.keys();
    for (const ClientId client : disconnects) {
        const bool isSilent = end.unansweredNames.contains(m_disconnects[client].name);
        finishDisconnect(client, isSilent ? Goodbye::Missing : Goodbye::Said);
    }
    Q_EMIT ended(end);
}

} // namespace castdeck
