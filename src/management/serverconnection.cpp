// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/serverconnection.h"

#include "management/messagetexts.h"

#include <QPointer>

namespace castdeck
{

namespace
{

constexpr int slicesPerSecond = 10;
/// How exactly silence is measured: a timer for each message would cost more than the message.
constexpr std::chrono::milliseconds listenMost{1'000};

quint64 revisionOf(const Result<ReplyBody> &body)
{
    if (!body)
        return 0;
    if (const auto *report = std::get_if<NamespaceReport>(&*body))
        return report->revision;
    if (const auto *report = std::get_if<DisconnectReport>(&*body))
        return report->revision;
    return 0;
}

bool changesSomething(const RequestBody &body)
{
    const auto verb = verbOf(body);
    return verb && (verb->audited == Audited::Yes || verb->right == Right::Initiate);
}

} // namespace

ServerConnection::ServerConnection(std::unique_ptr<Channel> channel, Options options, QObject *parent)
    : Forwards(parent), m_channel(std::move(channel)), m_options(std::move(options))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ServerConnection::expire);
    m_resync.setSingleShot(true);
    connect(&m_resync, &QTimer::timeout, this, &ServerConnection::subscribe);
    m_keepAlive.setSingleShot(true);
    connect(&m_keepAlive, &QTimer::timeout, this, &ServerConnection::ping);
    m_listen.setInterval(std::min(listenMost, std::min(m_options.quiet, m_options.silence)));
    connect(&m_listen, &QTimer::timeout, this, &ServerConnection::listen);
    m_slice.setSingleShot(true);
    m_slice.setInterval(1'000 / slicesPerSecond);
    connect(&m_slice, &QTimer::timeout, this, [this] {
        m_sentInSlice = 0;
        sendWaiting();
    });

    connect(m_channel.get(), &Channel::received, this, &ServerConnection::takeMessage);
    connect(m_channel.get(), &Channel::arriving, this, [this] {
        heard();
        m_calls.extend(monotonicNow() + m_options.callTimeout);
    });
    connect(m_channel.get(), &Channel::closed, this, &ServerConnection::end);
    call(Hello{ProtocolVersion, m_options.token}, &ServerConnection::greeted);
    m_channel->start();
}

ServerConnection::~ServerConnection()
{
    if (m_calls.isEmpty() && m_unsent.empty())
        return;
    for (Unsent &unsent : m_unsent)
        m_calls.add(std::move(unsent.settle), Instant::max());
    auto calls = std::make_shared<PendingCalls>(std::move(m_calls));
    later([calls] { calls->endAll({ErrorCode::ConnectionLost, QStringLiteral("given up")}); });
}

void ServerConnection::resync()
{
    m_inStep = false;
    if (m_state != State::Ready || m_resync.isActive())
        return;
    const auto next = m_lastSnapshot + m_options.resyncPause;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - monotonicNow());
    m_resync.start(std::max(wait, std::chrono::milliseconds(0)));
}

void ServerConnection::disconnectFromServer()
{
    m_channel->close({ErrorCode::Cancelled, QStringLiteral("disconnected")});
}

// They may outlive this object in ~ServerConnection, hence the guard.
template <class Verb>
void ServerConnection::call(const Verb &verb,
                            void (ServerConnection::*then)(const Result<typename Verb::Reply> &))
{
    request(verb, [self = QPointer(this), then](Result<ReplyBody> reply) {
        if (self && self->m_state != State::Lost)
            (self->*then)(replyAs<typename Verb::Reply>(std::move(reply)));
    });
}

void ServerConnection::request(RequestBody body, PendingCalls::Settle settle)
{
    if (m_state == State::Lost) {
        later([settle = std::move(settle)] { settle(failure(ErrorCode::ConnectionLost)); });
        return;
    }
    if (m_options.lookOnly && changesSomething(body)) {
        later([settle = std::move(settle)] {
            settle(failure(ErrorCode::NotAuthorised, QStringLiteral("look-only")));
        });
        return;
    }
    if (const auto fits = checkTexts(body); !fits) {
        later([settle = std::move(settle), error = fits.error()] { settle(tl::unexpected(error)); });
        return;
    }
    if (std::holds_alternative<Hello>(body) || std::holds_alternative<Ping>(body)) {
        send(std::move(body), std::move(settle));
        return;
    }
    m_unsent.push_back({std::move(body), std::move(settle)});
    sendWaiting();
}

void ServerConnection::sendWaiting()
{
    while (m_state == State::Ready && !m_unsent.empty() && m_calls.size() < m_options.callsInFlight &&
           m_sentInSlice < m_options.callsPerSecond / slicesPerSecond) {
        Unsent next = std::move(m_unsent.front());
        m_unsent.pop_front();
        if (m_sentInSlice++ == 0)
            m_slice.start();
        send(std::move(next.body), std::move(next.settle));
    }
}

void ServerConnection::send(RequestBody body, PendingCalls::Settle settle)
{
    const quint64 id = m_calls.add(std::move(settle), monotonicNow() + m_options.callTimeout);
    armDeadline();
    // Events that come in do not count: the server drops an asker that says nothing and does not listen.
    if (m_state == State::Ready)
        m_keepAlive.start(m_options.keepAlive);
    m_channel->send(Request{id, std::move(body)});
}

void ServerConnection::greeted(const Result<Welcome> &reply)
{
    if (!reply) {
        m_channel->close(reply.error());
        return;
    }
    if (reply->protocol < OldestProtocolVersion || reply->protocol > ProtocolVersion) {
        m_channel->close({ErrorCode::IncompatibleVersion,
                          QStringLiteral("the server speaks protocol %1").arg(reply->protocol)});
        return;
    }
    m_state = State::Ready;
    m_greeting = *reply;
    m_keepAlive.start(m_options.keepAlive);
    m_listen.start();
    sendWaiting();
    if (m_options.subscribe)
        subscribe();
    Q_EMIT ready(m_greeting);
}

void ServerConnection::subscribe()
{
    m_inStep = false;
    m_lastSnapshot = monotonicNow();
    call(Subscribe{m_options.measures}, &ServerConnection::subscribed);
}

// A server that cannot say how things stand is as good as lost: whoever reconnects tries again.
void ServerConnection::subscribed(const Result<Inventory> &reply)
{
    if (!reply) {
        m_channel->close(reply.error());
        return;
    }
    if (m_resync.isActive())
        return;
    m_revision = reply->revision;
    m_inStep = true;
    Q_EMIT inventoryReset(*reply);
}

void ServerConnection::takeMessage(const Message &message)
{
    heard();
    if (const auto *reply = std::get_if<Reply>(&message))
        takeReply(*reply);
    else if (const auto *event = std::get_if<Event>(&message))
        takeEvent(std::get<InventoryEvent>(*event));
    else
        m_channel->close({ErrorCode::ProtocolViolation, QStringLiteral("a request from the answering end")});
}

void ServerConnection::takeReply(const Reply &reply)
{
    if (!m_calls.wasIssued(reply.id)) {
        m_channel->close({ErrorCode::ProtocolViolation,
                          QStringLiteral("a reply to %1, which was never asked").arg(reply.id)});
        return;
    }
    if (m_inStep && revisionOf(reply.body) > m_revision)
        resync();
    const QPointer<ServerConnection> self(this);
    m_calls.settle(reply.id, reply.body);
    if (self)
        sendWaiting();
}

void ServerConnection::takeEvent(const InventoryEvent &event)
{
    // Out of step, a snapshot is on its way that holds this event, or the server will send it again after.
    if (!m_inStep || event.revision <= m_revision)
        return;
    if (!event.follows(m_revision)) {
        resync();
        return;
    }
    m_revision = event.revision;
    Q_EMIT eventRaised(event);
}

void ServerConnection::heard()
{
    m_heardAt = monotonicNow();
    m_pingedAt.reset();
    if (std::exchange(m_isSilent, false))
        Q_EMIT silent({});
}

void ServerConnection::listen()
{
    const Instant now = monotonicNow();
    if (!m_pingedAt && now - m_heardAt >= m_options.quiet) {
        m_pingedAt = now;
        ping();
    } else if (m_pingedAt && !m_isSilent && now - *m_pingedAt >= m_options.silence) {
        m_isSilent = true;
        const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_heardAt);
        Q_EMIT silent(QDateTime::currentDateTimeUtc().addMSecs(-ago.count()));
    }
}

void ServerConnection::ping()
{
    call(Ping{}, &ServerConnection::ponged);
}

void ServerConnection::ponged(const Result<Done> &reply)
{
    if (!reply)
        m_channel->close({ErrorCode::ConnectionLost, QStringLiteral("no sign of life")});
}

void ServerConnection::expire()
{
    const QPointer<ServerConnection> self(this);
    m_calls.expire(monotonicNow());
    if (!self)
        return;
    armDeadline();
    sendWaiting();
}

void ServerConnection::armDeadline()
{
    const auto next = m_calls.nextDeadline();
    if (!next || m_deadline.isActive())
        return;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - monotonicNow());
    m_deadline.start(std::max(wait, std::chrono::milliseconds(0)));
}

void ServerConnection::end(const Error &reason)
{
    m_state = State::Lost;
    m_inStep = false;
    m_deadline.stop();
    m_resync.stop();
    m_keepAlive.stop();
    m_listen.stop();
    m_slice.stop();
    for (Unsent &unsent : m_unsent)
        m_calls.add(std::move(unsent.settle), Instant::max());
    m_unsent.clear();
    const QPointer<ServerConnection> self(this);
    m_calls.endAll({ErrorCode::ConnectionLost, reason.detail});
    if (self)
        Q_EMIT lost(reason);
}

} // namespace castdeck
