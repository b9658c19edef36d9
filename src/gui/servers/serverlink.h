// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverfeed.h"
#include "management/backoff.h"
#include "management/channelthread.h"
#include "management/serverconnection.h"
#include "management/servertarget.h"

#include <QTimer>

namespace castdeck
{

/// Holds one remote server: connects, feeds its rows, and connects anew whenever the connection is lost, at
/// growing and random intervals, until it is closed. A refusal (token, certificate, version) is not tried
/// again by itself: it would be refused again, and too many wrong tokens are held against our address.
class ServerLink : public QObject
{
    Q_OBJECT
public:
    struct Options {
        Backoff::Milliseconds firstWait{500};
        Backoff::Milliseconds longestWait{30'000};
        /// A connection that lasted so long was sound: the next wait is a short one again.
        Backoff::Milliseconds settled{5'000};
        ServerConnection::Options connection{};
    };

    /// @p feed and @p channels outlive the link. @p seed makes the waits differ from those of others.
    ServerLink(ServerFeed &feed, ChannelThread &channels, const Options &options, quint32 seed,
               QObject *parent = nullptr);
    ~ServerLink() override;

    enum class Use {
        Full,
        LookOnly, ///< no verb that changes something goes out
    };
    /// Connects now, whatever was before. A target over TLS names a fingerprint or has an authority or trust
    /// store.
    void open(const ServerTarget &target, const QString &token, Use use = Use::Full);
    /// Ends the connection and the attempts; the rows stay as they are.
    void close();
    /// Connects now if it is open and not connected; does not wait for the next attempt.
    void retryNow();

    bool isOpen() const { return m_isOpen; }
    /// An attempt is due by itself.
    bool isWaiting() const { return m_retry.isActive(); }

Q_SIGNALS:
    void ready(const castdeck::Welcome &greeting);
    /// The connection, or the attempt, has ended. Once for a row of failed attempts with one reason.
    /// @p wasReady: the server had let us in.
    void ended(const castdeck::Error &reason, bool wasReady);

private:
    void connectNow();
    void takeLoss(const Error &reason);

    ServerFeed &m_feed;
    ChannelThread &m_channels;
    Options m_options;
    ServerTarget m_target;
    Backoff m_backoff;
    std::unique_ptr<ServerConnection> m_connection;
    std::optional<Error> m_told;
    QTimer m_retry;
    QTimer m_settle;
    bool m_isOpen = false;
    bool m_wasReady = false;
};

} // namespace castdeck
