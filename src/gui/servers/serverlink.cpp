// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverlink.h"

namespace castdeck
{

ServerLink::ServerLink(ServerFeed &feed, ChannelThread &channels, const Options &options, quint32 seed,
                       QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_channels(channels)
    , m_options(options)
    , m_backoff(seed, options.firstWait, options.longestWait)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ServerLink::connectNow);
    m_settle.setSingleShot(true);
    m_settle.setInterval(m_options.settled);
    connect(&m_settle, &QTimer::timeout, this, [this] { m_backoff.reset(); });
}

ServerLink::~ServerLink() = default;

void ServerLink::open(const ServerTarget &target, const QString &token, Use use)
{
    m_target = target;
    m_options.connection.token = token;
    m_options.connection.lookOnly = use == Use::LookOnly;
    m_feed.setLookOnly(use == Use::LookOnly);
    m_isOpen = true;
    m_told.reset();
    m_backoff.reset();
    connectNow();
}

void ServerLink::close()
{
    m_isOpen = false;
    m_retry.stop();
    m_settle.stop();
    if (m_connection) {
        m_connection->disconnect(this);
        m_connection->disconnect(&m_feed);
        m_connection->disconnectFromServer();
        m_connection.reset();
    }
    m_feed.setState(ConnectionState::Closed);
}

void ServerLink::retryNow()
{
    if (m_isOpen && (!m_connection || m_connection->state() == ServerConnection::State::Lost))
        connectNow();
}

void ServerLink::connectNow()
{
    m_retry.stop();
    m_wasReady = false;
    ServerConnection::Options options = m_options.connection;
    options.measures = true; // the model takes them
    auto channel = m_channels.open([target = m_target] { return connectTo(target); });
    m_connection = std::make_unique<ServerConnection>(std::move(channel), std::move(options));
    connect(m_connection.get(), &ServerConnection::ready, this, [this](const Welcome &greeting) {
        m_told.reset();
        m_wasReady = true;
        m_settle.start();
        Q_EMIT ready(greeting);
    });
    m_feed.attach(m_connection.get());
    connect(m_connection.get(), &ServerConnection::lost, this, &ServerLink::takeLoss);
}

void ServerLink::takeLoss(const Error &reason)
{
    m_settle.stop();
    if (!ServerFeed::isRefusal(reason))
        m_retry.start(m_backoff.next());
    if (m_told != reason) {
        m_told = reason;
        Q_EMIT ended(reason, m_wasReady);
    }
}

} // namespace castdeck
