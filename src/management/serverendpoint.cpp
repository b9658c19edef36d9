// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/serverendpoint.h"

#include "management/messagetexts.h"

#include <utility>

namespace castdeck
{

namespace
{

/// How often is looked whether an asker that was behind has caught up.
constexpr std::chrono::milliseconds catchUpPause{50};
/// How long what clients measure may wait for more of it.
constexpr std::chrono::milliseconds batchPause{250};
/// An answer of many lines counts as that, so the next one waits until it is gone.
constexpr qsizetype snapshotBacklog = 64;

} // namespace

ServerEndpoint::Limits ServerEndpoint::Limits::none()
{
    Limits limits;
    limits.backlog = std::numeric_limits<qsizetype>::max();
    limits.callsInFlight = limits.requestsPerSecond = limits.refusalsPerMinute =
        std::numeric_limits<int>::max();
    limits.hello = std::chrono::milliseconds(0);
    return limits;
}

ServerEndpoint::Admission ServerEndpoint::admitAs(const Identity &identity)
{
    return [identity](const Hello &) { return answered<Identity>(identity); };
}

ServerEndpoint::ServerEndpoint(std::unique_ptr<Channel> channel, Services services, Admission admission,
                               Limits limits, QObject *parent)
    : QObject(parent)
    , m_channel(std::move(channel))
    , m_services(std::move(services))
    , m_admission(std::move(admission))
    , m_limits(limits)
    , m_held(limits.eventsHeld)
{
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &ServerEndpoint::endSilence);
    if (m_limits.hello.count() > 0)
        m_silence.start(m_limits.hello);
    m_catchUp.setSingleShot(true);
    m_catchUp.setInterval(catchUpPause);
    connect(&m_catchUp, &QTimer::timeout, this, &ServerEndpoint::catchUp);
    m_batchTimer.setSingleShot(true);
    m_batchTimer.setInterval(batchPause);
    connect(&m_batchTimer, &QTimer::timeout, this, [this] {
        if (!m_over && m_snapshotsDue == 0)
            sendHeld();
    });
    m_second.start();
    m_minute.start();

    connect(m_channel.get(), &Channel::received, this, &ServerEndpoint::takeMessage);
    connect(m_channel.get(), &Channel::drained, this, [this] {
        if (m_silence.isActive() && m_identity)
            m_silence.start(m_limits.idle);
    });
    connect(m_channel.get(), &Channel::closed, this, &ServerEndpoint::takeClosed);
    connect(m_services.server, &TransportServer::eventRaised, this, &ServerEndpoint::takeEvent);
    m_channel->start();
}

void ServerEndpoint::drop(const Error &reason)
{
    if (m_over)
        return;
    dismiss(reason);
    Q_EMIT dropped(reason);
}

void ServerEndpoint::dismiss(const Error &reason)
{
    if (!std::exchange(m_over, true))
        m_channel->close(reason);
}

void ServerEndpoint::takeClosed(const Error &reason)
{
    m_silence.stop();
    m_catchUp.stop();
    // An asker that goes by itself, with a goodbye or without, has done nothing wrong.
    const bool goes = reason.code == ErrorCode::ConnectionLost || reason.code == ErrorCode::Cancelled;
    if (!std::exchange(m_over, true) && !goes)
        Q_EMIT dropped(reason);
    Q_EMIT finished(reason);
}

void ServerEndpoint::takeMessage(const Message &message)
{
    if (m_over)
        return;
    if (const auto *request = std::get_if<Request>(&message))
        takeRequest(*request);
    else
        drop({ErrorCode::ProtocolViolation, QStringLiteral("only requests are taken here")});
}

void ServerEndpoint::takeRequest(const Request &request)
{
    if (!countRequest()) {
        drop({ErrorCode::ProtocolViolation, QStringLiteral("too many requests")});
        return;
    }
    const bool isHello = std::holds_alternative<Hello>(request.body);
    if (isHello && (m_greeting || m_identity)) {
        drop({ErrorCode::ProtocolViolation, QStringLiteral("greeted twice")});
        return;
    }
    if (!isHello && !m_identity) {
        const auto *unreadable = std::get_if<UnreadableRequest>(&request.body);
        const QString detail = m_greeting ? QStringLiteral("a request before hello was answered")
                                          : QStringLiteral("the first request must be hello");
        drop(unreadable ? unreadable->error : Error{ErrorCode::ProtocolViolation, detail});
        return;
    }
    if (m_identity && hasExpired()) {
        drop({ErrorCode::NotAuthenticated, QStringLiteral("the token has expired")});
        return;
    }
    if (m_identity && m_limits.idle.count() > 0)
        m_silence.start(m_limits.idle);
    if (m_identity)
        m_audited = AuditEntry::of(request.body, *m_identity, m_services.audit, m_services.failures);
    const bool isAllowed = !m_identity || allows(m_identity->role, request.body);
    const Result<void> fits = isHello ? Result<void>() : checkTexts(request.body);
    if (!isAllowed)
        refuse(request.id, {ErrorCode::NotAuthorised, toText(m_identity->role)});
    else if (!fits)
        refuse(request.id, fits.error());
    else
        std::visit([&](const auto &body) { handle(request.id, body); }, request.body);
    m_audited.reset();
}

bool ServerEndpoint::countRequest()
{
    if (m_second.hasExpired(1000)) {
        m_second.restart();
        m_requestsThisSecond = 0;
    }
    return ++m_requestsThisSecond <= m_limits.requestsPerSecond && m_inFlight < m_limits.callsInFlight;
}

bool ServerEndpoint::countRefusal()
{
    if (m_minute.hasExpired(60'000)) {
        m_minute.restart();
        m_refusalsThisMinute = 0;
    }
    return ++m_refusalsThisMinute <= m_limits.refusalsPerMinute;
}

void ServerEndpoint::handle(quint64 id, const Hello &request)
{
    if (request.protocol < OldestProtocolVersion || request.protocol > ProtocolVersion) {
        const Error error{ErrorCode::IncompatibleVersion,
                          QStringLiteral("protocol %1 was offered, %2 to %3 are spoken here")
                              .arg(request.protocol)
                              .arg(OldestProtocolVersion)
                              .arg(ProtocolVersion)};
        send(Reply{id, tl::unexpected(error)});
        drop(error);
        return;
    }
    // It has greeted in time; how long the admission takes is not the asker's fault.
    m_silence.stop();
    m_greeting = true;
    whenFinished<Identity>(this, m_admission(request),
                           [this, id](const Result<Identity> &identity) { settleAdmission(id, identity); });
}

void ServerEndpoint::settleAdmission(quint64 id, const Result<Identity> &identity)
{
    if (m_over)
        return;
    m_greeting = false;
    if (!identity) {
        send(Reply{id, tl::unexpected(identity.error())});
        drop(identity.error());
        return;
    }
    m_identity = *identity;
    if (m_limits.idle.count() > 0)
        m_silence.start(m_limits.idle);
    send(Reply{id, Welcome{ProtocolVersion, m_services.info, m_identity->role, m_identity->name}});
    armExpiry();
    Q_EMIT admitted(*m_identity);
}

bool ServerEndpoint::hasExpired() const
{
    return m_identity->expiresAt && *m_identity->expiresAt <= QDateTime::currentDateTimeUtc();
}

void ServerEndpoint::armExpiry()
{
    if (!m_identity->expiresAt)
        return;
    const qint64 left = QDateTime::currentDateTimeUtc().msecsTo(*m_identity->expiresAt);
    if (hasExpired()) {
        drop({ErrorCode::NotAuthenticated, QStringLiteral("the token has expired")});
        return;
    }
    // Looked at once a minute at least: a timer holds no years, and the clock may be set.
    QTimer::singleShot(std::chrono::milliseconds(std::clamp<qint64>(left, 1, 60'000)), this,
                       &ServerEndpoint::armExpiry);
}

void ServerEndpoint::handle(quint64 id, const Ping &)
{
    send(Reply{id, Done{}});
}

/// Whoever listens or waits for an answer is not silent, if it takes what it is sent. (That it is there at
/// all is the business of TCP.)
void ServerEndpoint::endSilence()
{
    const bool waits = m_subscribed || m_inFlight > 0;
    if (m_identity && waits && m_channel->backlog() == 0) {
        m_silence.start(m_limits.idle);
        return;
    }
    drop({ErrorCode::TimedOut,
          m_identity ? QStringLiteral("silent for too long") : QStringLiteral("no greeting in time")});
}

void ServerEndpoint::handle(quint64 id, const RetrieveInventory &)
{
    askForSnapshot({id, Then::NoEvents, false});
}

void ServerEndpoint::handle(quint64 id, const Subscribe &request)
{
    // From here on events are held, because the snapshot, which will not contain all of them, must go first.
    ++m_snapshotsDue;
    askForSnapshot({id, Then::Events, request.measures});
}

void ServerEndpoint::askForSnapshot(const SnapshotAsk &ask)
{
    ++m_inFlight;
    m_snapshotAsks.push_back(ask);
    nextSnapshot();
}

void ServerEndpoint::nextSnapshot()
{
    if (m_over || m_snapshotUnderWay || m_snapshotAsks.empty())
        return;
    if (m_channel->backlog() >= snapshotBacklog) {
        m_catchUp.start();
        return;
    }
    m_snapshotUnderWay = true;
    whenFinished<Inventory>(this, m_services.server->ask(RetrieveInventory{}),
                            [this](const Result<Inventory> &snapshot) { sendSnapshot(snapshot); });
}

void ServerEndpoint::sendSnapshot(const Result<Inventory> &snapshot)
{
    const SnapshotAsk ask = m_snapshotAsks.front();
    m_snapshotAsks.pop_front();
    m_snapshotUnderWay = false;
    --m_inFlight;
    send(Reply{ask.id, snapshot});
    if (ask.then == Then::Events && --m_snapshotsDue == 0) {
        m_subscribed = snapshot.has_value();
        m_told = snapshot ? snapshot->revision : 0;
        m_batch.reset();
        if (snapshot && ask.measures)
            m_batch.emplace().start(*snapshot);
        sendHeld();
    }
    nextSnapshot();
}

void ServerEndpoint::takeEvent(const InventoryEvent &event)
{
    if (!m_subscribed && m_snapshotsDue == 0)
        return;
    const bool isBehind = m_snapshotsDue > 0 || m_channel->backlog() >= m_limits.behind ||
                          (!m_held.isEmpty() && !m_batchTimer.isActive());
    if (!isBehind && !m_batch) {
        sendEvent(event);
        return;
    }
    m_held.add(event);
    if (isBehind) {
        if (!m_catchUp.isActive())
            m_catchUp.start();
    } else if (!isBatched(event) || m_held.size() >= ClientMeasures::Most) {
        sendHeld();
    } else if (!m_batchTimer.isActive()) {
        m_batchTimer.start();
    }
}

/// What may wait a moment for others of its kind.
bool ServerEndpoint::isBatched(const InventoryEvent &event) const
{
    return std::holds_alternative<ClientInfo>(event.change);
}

void ServerEndpoint::sendEvent(const InventoryEvent &event)
{
    m_told = event.revision;
    send(Event{event});
}

void ServerEndpoint::sendHeld()
{
    m_batchTimer.stop();
    QList<InventoryEvent> events = m_held.take(m_told);
    if (!m_subscribed)
        return;
    if (m_batch)
        events = m_batch->compact(events);
    for (const InventoryEvent &event : events)
        sendEvent(event);
}

void ServerEndpoint::catchUp()
{
    if (m_over)
        return;
    if (m_snapshotsDue == 0 && m_channel->backlog() < m_limits.behind / 2)
        sendHeld();
    nextSnapshot();
    if (!m_held.isEmpty())
        m_catchUp.start();
}

/// All verbs of the transport server go through here, so whatever carries an order is signed by who really
/// asks.
template <class Verb>
void ServerEndpoint::handle(quint64 id, const Verb &request)
{
    if constexpr (requires { request.order; }) {
        Verb signedBy = request;
        signedBy.order.by = m_identity->name;
        answerWith(id, m_services.server->ask(signedBy));
    } else {
        answerWith(id, m_services.server->ask(request));
    }
}

void ServerEndpoint::handle(quint64 id, const InitiateSession &request)
{
    if (!m_services.initiator) {
        refuse(id, {ErrorCode::UnknownVerb, {}});
        return;
    }
    InitiationAsk ask = request.ask;
    ask.client.truncate(ClientNameMax); // as it will join
    ask.address = m_identity->address;
    ask.identity = m_identity->name;
    ask.tokenId = m_identity->tokenId;
    ask.asker = m_asker;
    answerWith(id, m_services.initiator->initiate(ask));
}

void ServerEndpoint::handle(quint64 id, const CreateToken &request)
{
    if (!m_services.tokens) {
        refuse(id, {ErrorCode::UnknownVerb, {}});
        return;
    }
    answerWith(id, m_services.tokens->makeToken(request.name, request.role, request.expiresAt));
}

void ServerEndpoint::handle(quint64 id, const ListTokens &)
{
    if (!m_services.tokens) {
        refuse(id, {ErrorCode::UnknownVerb, {}});
        return;
    }
    answer<QList<TokenInfo>>(id, m_services.tokens->list());
}

void ServerEndpoint::handle(quint64 id, const RevokeToken &request)
{
    if (!m_services.tokens) {
        refuse(id, {ErrorCode::UnknownVerb, {}});
        return;
    }
    // The answer goes out although the token revoked may be the asker's own, which ends this endpoint.
    answerWith(id, m_services.tokens->endToken(request.id));
}

void ServerEndpoint::handle(quint64 id, const UnreadableRequest &request)
{
    refuse(id, request.error);
}

void ServerEndpoint::send(const Message &message)
{
    if (m_channel->backlog() < m_limits.backlog)
        m_channel->send(message);
    else
        drop({ErrorCode::Busy, QStringLiteral("does not drain what is sent to it")});
}

void ServerEndpoint::refuse(quint64 id, const Error &error)
{
    if (!countRefusal()) {
        drop({ErrorCode::ProtocolViolation, QStringLiteral("too many requests that are refused")});
        return;
    }
    answer<Done>(id, tl::unexpected(error));
    Q_EMIT refused(error);
}

template <class T>
void ServerEndpoint::answer(quint64 id, const Result<T> &result)
{
    if (m_audited)
        m_audited->close(result);
    send(Reply{id, result});
}

template <class T>
void ServerEndpoint::answerWith(quint64 id, const QFuture<Result<T>> &future)
{
    // The server is the context: what was done is written down even if the asker is gone by then.
    if (m_audited)
        whenFinished<T>(m_services.server, future,
                        [entry = *m_audited](const Result<T> &result) { entry.close(result); });
    ++m_inFlight;
    whenFinished<T>(this, future, [this, id](const Result<T> &result) {
        --m_inFlight;
        // When it comes, the asker's state is of the revision that it names.
        constexpr bool hasRevision = requires(const T &report)
        {
            report.revision;
        };
        if (hasRevision && m_snapshotsDue == 0)
            sendHeld();
        send(Reply{id, result});
    });
}

} // namespace castdeck
