// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/engineroom.h"

#include "apps/server/logcategories.h"
#include "apps/server/noticelog.h"
#include "core/descriptorlimit.h"
#include "core/reply.h"

namespace castdeck
{

namespace
{

/// For the goodbyes to leave the socket before the thread ends.
constexpr std::chrono::milliseconds farewell{250};

} // namespace

EngineRoom::EngineRoom(Credentials credentials, std::unique_ptr<TokenStore> tokens, FallbackOffer fallback)
    : m_credentials(std::move(credentials)), m_tokens(std::move(tokens)), m_fallback(std::move(fallback))
{
    m_tokens->setParent(this);
}

EngineRoom::~EngineRoom() = default;

void EngineRoom::open(TransportEngine *engine, const TransportEngine::Memory &memory,
                      const QHostAddress &address, quint16 port)
{
    m_engine = engine;
    m_initiator = std::make_unique<FallbackInitiator>(engine, m_fallback);
    connect(m_tokens.get(), &TokenStore::revoked, this,
            [this](const QString &id) { m_fallback.contents->cutToken(id); });
    if (m_fallback.port != 0 || !m_fallback.urlTemplate.isEmpty())
        engine->offerUnicast(m_fallback.port);
    connect(engine, &TransportServer::eventRaised, this, &logNotice);
    connect(engine, &TransportEngine::diagnosticsChanged, this, &EngineRoom::diagnosticsChanged);
    // Without what it remembers it would answer for namespaces and limits that nobody set.
    whenFinished<void>(this, engine->restore(memory), [this, address, port](const Result<void> &restored) {
        if (!restored)
            Q_EMIT failed(restored.error());
        else if (!m_isClosing)
            listen(address, port);
    });
}

/// In the log.
template <class Listener>
void EngineRoom::tellOf(Listener &listener)
{
    connect(&listener, &Listener::admitted, this, [this](const Identity &who) {
        if (const auto leftOut = m_comings.take(who.address, monotonicNow()))
            qCInfo(managementLog) << "admitted" << qUtf8Printable(who.address) << who.name << "as"
                                  << qUtf8Printable(toText(who.role) + leftOutText(*leftOut));
    });
    connect(&listener, &Listener::refused, this, [this](const QString &who, const Error &reason) {
        if (const auto leftOut = m_comings.take(who.section(QLatin1Char(' '), 0, 0), monotonicNow()))
            qCInfo(managementLog) << "refused" << who << ":" << qUtf8Printable(errorName(reason.code))
                                  << reason.detail + leftOutText(*leftOut);
    });
    connect(&listener, &Listener::finished, this, [](const QString &who, const Error &reason) {
        qCDebug(managementLog) << "gone" << who << ":" << qUtf8Printable(errorName(reason.code))
                               << reason.detail;
    });
}

void EngineRoom::listen(const QHostAddress &address, quint16 port)
{
    ServerEndpoint::Services services;
    services.server = m_engine;
    services.info = {m_engine->name(), QStringLiteral(CASTDECK_VERSION)};
    services.initiator = m_initiator.get();
    services.tokens = m_tokens.get();
    services.audit = &m_engine->history();
    services.failures = &m_failures;
    TlsListener::Options options;
    options.certificate = m_credentials.certificate;
    options.clientAuthorities = m_credentials.clientAuthorities;
    options.certificateRole = m_credentials.certificateRole;
    options.places = Places::within(descriptorLimit());
    options.doorstep.inAll = options.places.ungreeted;
    m_listener = std::make_unique<TlsListener>(services, m_tokens.get(), options);
    tellOf(*m_listener);
    if (m_door >= 0) {
        m_localListener = std::make_unique<LocalListener>(m_door, services, m_local);
        tellOf(*m_localListener);
    }
    if (const auto open = m_listener->open(address, port); !open)
        Q_EMIT failed(open.error());
    else
        Q_EMIT opened(m_listener->serverAddress().toString(), m_listener->serverPort(),
                      m_listener->fingerprint());
}

void EngineRoom::offerLocally(const LocalDoor &door)
{
    m_door = door.descriptor();
    m_local.group = door.group();
}

void EngineRoom::setCredentials(const Credentials &credentials)
{
    m_credentials = credentials;
    if (m_listener)
        m_listener->setCertificates(credentials.certificate, credentials.clientAuthorities,
                                    credentials.certificateRole);
}

void EngineRoom::close(const DisconnectOrder &order)
{
    m_isClosing = true;
    // Who is inside sees how the sessions end; nobody new comes in meanwhile.
    if (m_listener)
        m_listener->stop();
    if (m_localListener)
        m_localListener->stop();
    whenFinished<DisconnectReport>(this, m_engine->shutDown(order), [this, order](const auto &) {
        const Error reason{ErrorCode::TransportServerUnavailable, order.reason};
        if (m_listener)
            m_listener->shutDown(reason);
        if (m_localListener)
            m_localListener->shutDown(reason);
        QTimer::singleShot(farewell, this, &EngineRoom::closed);
    });
}

} // namespace castdeck
