// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/fallbackinitiator.h"

#include "core/fallbackurl.h"
#include "engine/server/transportengine.h"

namespace castdeck
{

namespace
{

InitiationAsk withoutTree(InitiationAsk ask)
{
    ask.capabilities &= ~quint32(CapabilityHashTree);
    return ask;
}

} // namespace

FallbackInitiator::FallbackInitiator(TransportEngine *engine, FallbackOffer offer)
    : m_engine(engine), m_offer(std::move(offer))
{
    connect(engine, &TransportServer::eventRaised, this, &FallbackInitiator::follow);
    FallbackContents *const contents = m_offer.contents.get();
    connect(engine, &TransportEngine::clientCut, this,
            [contents](SessionId session, const QString &address, const QString &name) {
                contents->cutClient(session, address, name);
            });
    connect(engine, &TransportEngine::sessionCut, this,
            [contents](SessionId session) { contents->cutSession(session); });
    connect(engine, &TransportEngine::namespaceCut, this,
            [contents](NamespaceId owner) { contents->cutNamespace(owner); });
    connect(engine, &TransportEngine::serviceCut, this, [contents] { contents->cutAll(); });
    m_look.setInterval(std::chrono::seconds(1));
    connect(&m_look, &QTimer::timeout, this, &FallbackInitiator::showTransfers);
    contents->setListener([this] {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_look.isActive()) {
                    m_look.start();
                    showTransfers();
                }
            },
            Qt::QueuedConnection);
    });
}

FallbackInitiator::~FallbackInitiator()
{
    m_offer.contents->setListener({});
}

void FallbackInitiator::showTransfers()
{
    const QList<UnicastTransfer> transfers = m_offer.contents->transfers(monotonicNow());
    m_engine->showUnicast(transfers);
    if (transfers.isEmpty())
        m_look.stop();
}

void FallbackInitiator::follow(const InventoryEvent &event)
{
    if (const auto *const row = std::get_if<SessionInfo>(&event.change)) {
        const SessionId session = row->id;
        if (m_offer.port != 0 && !m_offer.contents->contains(session))
            // The row is raised before the session is in the engine's table.
            QMetaObject::invokeMethod(
                this, [this, session] { addSession(session); }, Qt::QueuedConnection);
    } else if (const auto *const gone = std::get_if<SessionId>(&event.change)) {
        m_offer.contents->sessionEnded(*gone, monotonicNow());
        // Their rows went with the session's.
        if (m_look.isActive())
            QMetaObject::invokeMethod(this, &FallbackInitiator::showTransfers, Qt::QueuedConnection);
    }
}

void FallbackInitiator::addSession(SessionId session)
{
    const Session *const carrier = m_offer.port != 0 ? m_engine->runningSession(session) : nullptr;
    if (carrier && !carrier->isClosing())
        m_offer.contents->add(session, {carrier->source(), m_engine->takesUnauthenticated(session),
                                        carrier->contentId(), carrier->kind().namespaceId});
}

QFuture<Result<InitiationGrant>> FallbackInitiator::initiate(const InitiationAsk &ask)
{
    const PendingReply<InitiationGrant> reply;
    // A tree that cannot be fetched verifies nothing.
    initiate(m_offer.port != 0 ? ask : withoutTree(ask), reply);
    return reply.future();
}

void FallbackInitiator::initiate(const InitiationAsk &ask, const PendingReply<InitiationGrant> &reply)
{
    whenFinished(this, m_engine->initiate(ask), [this, ask, reply](Result<InitiationGrant> grant) {
        if (grant && grant->fallbackUrl.isEmpty() && !m_offer.urlTemplate.isEmpty())
            grant->fallbackUrl = fallbackUrl(m_offer.urlTemplate, ask.namespaceName, ask.content);
        if (grant && m_offer.port != 0) {
            addSession(grant->sessionId);
            grant->fallbackTicket = QString::fromLatin1(m_offer.contents->ticketOf(grant->sessionId, ask));
            grant->fallbackPort = grant->fallbackTicket.isEmpty() ? quint16(0) : m_offer.port;
        }
        if (grant && grant->hashTree) {
            m_offer.contents->addTree(grant->sessionId, m_engine->treeOf(grant->sessionId));
            if (grant->fallbackPort == 0)
                return initiate(withoutTree(ask), reply);
        }
        reply.answerNow(std::move(grant));
    });
}

} // namespace castdeck
