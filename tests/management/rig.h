// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/channelthread.h"
#include "management/serverconnection.h"
#include "management/serverendpoint.h"
#include "management/streamcommand.h"
#include "management/tlsclient.h"
#include "management/tlslistener.h"
#include "support/fakesessioninitiator.h"
#include "support/faketransportserver.h"
#include "support/faultychannel.h"
#include "support/outcome.h"

#include <QMutex>
#include <QTemporaryDir>
#include <QThread>

namespace castdeck
{

/// A fake transport server in a thread of its own, reached through one kind of channel.
/// The asking ends live in the thread of the test.
class Rig
{
public:
    enum class Kind { Embedded, RemoteTls, ReadElsewhere, RemoteCommand };

    /// @p options are those of the listener; its limits and certificate are filled in.
    explicit Rig(Kind kind, ServerEndpoint::Limits limits = {}, TlsListener::Options options = {});
    ~Rig();
    Q_DISABLE_COPY_MOVE(Rig)

    /// For initTestCase_data(): every test runs once for each kind.
    static void addRows();
    /// Of the kind of the row, with two sessions of three clients each.
    static std::unique_ptr<Rig> ofRow(ServerEndpoint::Limits limits = {});

    /// The asking end of a new channel, and the token that has to be shown on it.
    struct Opened {
        std::unique_ptr<Channel> channel;
        QString token;
    };
    /// May be called in any thread; the channel lives there.
    Opened open(Role role);
    std::unique_ptr<ServerConnection> connect(Role role = Role::Admin, ServerConnection::Options options = {},
                                              const std::shared_ptr<Faults> &faults = nullptr);

    /// Runs @p call in the server's thread and waits for it.
    template <class Call>
    auto onServer(Call &&call)
    {
        using Value = decltype(call(*m_server));
        if constexpr (std::is_void_v<Value>) {
            QMetaObject::invokeMethod(
                m_server, [&] { call(*m_server); }, Qt::BlockingQueuedConnection);
        } else {
            Value value;
            QMetaObject::invokeMethod(
                m_server, [&] { value = call(*m_server); }, Qt::BlockingQueuedConnection);
            return value;
        }
    }
    Inventory serverState();
    FakeSessionInitiator &initiator() { return m_initiator; }
    /// Cuts everybody off from the server's side.
    void dropAll(const Error &reason);
    int endpointCount();

    /// A command that joins its streams to the server, as one of that role; as often as it is run.
    StreamCommand offerStreams(Role role);

    /// One that a call can miss before a test is tired, and the greeting keeps: a command has to start first.
    std::chrono::milliseconds callTimeout() const
    {
        return std::chrono::seconds(m_kind == Kind::RemoteCommand ? 10 : 1);
    }

    /// The id of a token that nobody uses.
    QString spareToken();
    /// Where the listener is reached, for those who come without a channel. Of those over TLS.
    TlsTarget target();
    TlsListener &listener() { return *m_listener; }
    TokenStore &tokens() { return *m_tokens; }

    /// The details of what was told for the log, oldest first: whom the server cut or refused, and why.
    QStringList log() const;
    bool logHas(const QString &part) const;

private:
    bool isOverTls() const { return m_kind == Kind::RemoteTls || m_kind == Kind::ReadElsewhere; }
    ServerEndpoint::Services services();
    void serve(std::unique_ptr<Channel> channel, const Identity &identity);
    void note(const QString &line);

    Kind m_kind;
    QThread *m_home = QThread::currentThread();
    ChannelThread m_channels; ///< for those that are opened in that thread
    ServerEndpoint::Limits m_limits;
    QThread m_thread;
    FakeTransportServer *m_server = nullptr; ///< lives in m_thread; so do the endpoints, its children
    FakeSessionInitiator m_initiator;
    QTemporaryDir m_folder;
    std::unique_ptr<TokenStore> m_tokens;
    SourceQuota m_failures{{.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}};
    TlsListener *m_listener = nullptr; ///< child of m_server
    int m_socketsOffered = 0;
    mutable QMutex m_logMutex;
    QStringList m_log;
};

} // namespace castdeck
