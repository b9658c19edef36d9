// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/credentials.h"
#include "core/policies.h"
#include "core/requests.h"
#include "engine/server/transportengine.h"
#include "fallback/fallbackinitiator.h"
#include "management/localdoor.h"
#include "management/locallistener.h"
#include "management/tlslistener.h"

namespace castdeck
{

/// What castdeckd adds to an engine in the engine's thread: its memory, and the door for administrators and
/// receivers. Made in another thread and moved; open() and everything after it belong to the engine's, and
/// the engine owns it.
class EngineRoom : public QObject
{
    Q_OBJECT
public:
    EngineRoom(Credentials credentials, std::unique_ptr<TokenStore> tokens, FallbackOffer fallback);
    ~EngineRoom() override;

    /// Restores the engine's memory, then listens: opened() or failed() follows.
    void open(TransportEngine *engine, const TransportEngine::Memory &memory, const QHostAddress &address,
              quint16 port);
    /// Before open(): lets those in as well who come by that door, which outlives it.
    void offerLocally(const LocalDoor &door);
    void setCredentials(const Credentials &credentials);
    /// Lets nobody in any more and ends all sessions; when their clients are told, so are those at the door:
    /// closed() follows.
    void close(const DisconnectOrder &order);

Q_SIGNALS:
    void diagnosticsChanged(const castdeck::DiagnosticsPolicy &policy);
    void opened(const QString &address, quint16 port, const QString &fingerprint);
    void failed(const castdeck::Error &error);
    void closed();

private:
    template <class Listener>
    void tellOf(Listener &listener);
    void listen(const QHostAddress &address, quint16 port);

    TransportEngine *m_engine = nullptr;
    Credentials m_credentials;
    std::unique_ptr<TokenStore> m_tokens;
    FallbackOffer m_fallback;
    std::unique_ptr<FallbackInitiator> m_initiator;
    /// Of those who come and of what they are refused, in the log; and of what failed, in the audit.
    SourceQuota m_comings{{.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}};
    SourceQuota m_failures{{.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}};
    int m_door = -1; ///< for those who are on this machine
    LocalListener::Options m_local;
    std::unique_ptr<TlsListener> m_listener; ///< goes first, as the next
    std::unique_ptr<LocalListener> m_localListener;
    bool m_isClosing = false;
};

} // namespace castdeck
