// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/reply.h"
#include "core/sessioninitiator.h"
#include "fallback/fallbackcontents.h"

#include <QObject>
#include <QTimer>

namespace castdeck
{

class TransportEngine;

/// Where receivers get by unicast what multicast does not bring them.
struct FallbackOffer {
    quint16 port = 0; ///< of the server itself; 0: it offers nothing
    QString
        urlTemplate; ///< of another server (core/fallbackurl.h) for namespaces that name none; may be empty
    std::shared_ptr<FallbackContents> contents = std::make_shared<FallbackContents>();
};

/// The engine's door for receivers, which adds to every grant where the content can be had by unicast; it
/// also keeps the list of what can be had in step with the sessions. Lives in the engine's thread.
class FallbackInitiator : public QObject, public SessionInitiator
{
    Q_OBJECT
public:
    /// @p engine outlives it.
    FallbackInitiator(TransportEngine *engine, FallbackOffer offer);
    ~FallbackInitiator() override;

    /// Where the server of the offer answers from now on; 0: nowhere.
    void setPort(quint16 port) { m_offer.port = port; }

    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) override;

private:
    void initiate(const InitiationAsk &ask, const PendingReply<InitiationGrant> &reply);
    void follow(const InventoryEvent &event);
    void addSession(SessionId session);
    void showTransfers();

    TransportEngine *m_engine;
    FallbackOffer m_offer;
    QTimer m_look; ///< at who gets something, while somebody does
};

} // namespace castdeck
