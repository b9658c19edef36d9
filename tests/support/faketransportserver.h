// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"
#include "management/futures.h"

namespace castdeck
{

/// A transport server without transport: its inventory is edited by the test, it notes every verb, and it
/// does what the verb would do to the inventory, at once or when it is told to. Thread: as TransportServer.
class FakeTransportServer final : public TransportServer
{
    Q_OBJECT
public:
    /// One verb that was asked, with what was said.
    struct Call {
        QString verb;
        quint32 id = 0;
        bool terminate = false;
        DisconnectOrder order;
        NamespaceInfo what;

        friend bool operator==(const Call &, const Call &) = default;
    };
    enum class Replies { Immediate, Held, Never };

    using TransportServer::TransportServer;

    const Inventory &state() const { return m_state; }
    const QList<Call> &calls() const { return m_calls; }

    /// Takes over a whole state, without events.
    void setState(const Inventory &state) { m_state = state; }
    /// Makes a change and raises its event.
    void raise(const Change &change);
    /// Makes a change whose event never comes: the next one leaves a gap.
    void raiseUnseen(const Change &change);
    /// Changes are made, but their events wait for releaseEvents().
    void holdEvents() { m_holdEvents = true; }
    void releaseEvents();

    /// From now on verbs (but not those asked before) are answered so.
    void setReplies(Replies replies) { m_replies = replies; }
    /// Answers whatever Held has kept back.
    void releaseReplies();
    /// From now on verbs do nothing and fail so; without a value they work again.
    void setFailure(const std::optional<Error> &error) { m_failure = error; }
    /// Names that every later Terminate or Disconnect reports as having never answered.
    void setUnanswered(const QStringList &names) { m_unanswered = names; }

    QFuture<Result<Inventory>> inventory() override;
    QFuture<Result<NamespaceReport>> registerNamespace(const NamespaceInfo &what) override;
    QFuture<Result<NamespaceReport>> deregisterNamespace(NamespaceId id, bool terminate,
                                                         const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> terminateContent(ContentId id, const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> terminateSession(SessionId id, const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> disconnectClient(ClientId id, const DisconnectOrder &order) override;

private:
    template <class T>
    QFuture<Result<T>> answer(Result<T> result);
    DisconnectReport report(quint32 disconnected) const;
    quint32 clientsOf(SessionId id) const;

    Inventory m_state;
    QList<Call> m_calls;
    QList<InventoryEvent> m_heldEvents;
    bool m_holdEvents = false;
    Replies m_replies = Replies::Immediate;
    std::optional<Error> m_failure;
    QStringList m_unanswered;
    std::vector<std::function<void()>> m_heldReplies;
    std::vector<std::shared_ptr<void>> m_neverReplied; ///< keeps their promises open
};

} // namespace castdeck
