// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/serverconnection.h"
#include "management/serverendpoint.h"
#include "support/fakesessioninitiator.h"
#include "support/faketransportserver.h"
#include "support/faultychannel.h"

#include <QMutex>
#include <QThread>

namespace castdeck
{

/// A fake transport server in a thread of its own, reached through one kind of channel.
/// The asking ends live in the thread of the test.
class Rig
{
public:
    enum class Kind { Embedded, RemoteTls };

    explicit Rig(Kind kind, ServerEndpoint::Limits limits = {});
    ~Rig();
    Q_DISABLE_COPY_MOVE(Rig)

    /// The asking end of a new channel, and the token that has to be shown on it.
    struct Opened {
        std::unique_ptr<Channel> channel;
        QString token;
    };
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

    /// What endpoints told for the log, oldest first: "dropped DETAIL", "refused DETAIL".
    QStringList log() const;
    bool logHas(const QString &part) const;

private:
    void serve(std::unique_ptr<Channel> channel, const Identity &identity);
    void note(const QString &line);

    Kind m_kind;
    ServerEndpoint::Limits m_limits;
    QThread m_thread;
    FakeTransportServer *m_server = nullptr; ///< lives in m_thread; so do the endpoints, its children
    FakeSessionInitiator m_initiator;
    mutable QMutex m_logMutex;
    QStringList m_log;
};

} // namespace castdeck
