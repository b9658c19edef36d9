// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "core/transportserver.h"

#include <QVariant>

namespace castdeck
{

/// A transport server without transport: its inventory is edited by the test, it notes every verb, and it
/// does what the verb would do to the inventory, at once or when it is told to. It is its own audit.
/// Thread: as TransportServer.
class FakeTransportServer final : public TransportServer, public AuditLog
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
        QVariant value{}; ///< minimum of clients, start time, or whether enabled

        friend bool operator==(const Call &, const Call &) = default;
    };
    enum class Replies { Immediate, Held, Never };

    using TransportServer::TransportServer;

    const Inventory &state() const { return m_state; }
    const QList<Call> &calls() const { return m_calls; }
    int snapshotsTaken() const { return m_snapshotsTaken; }

    /// Takes over a whole state, without events.
    void setState(const Inventory &state) { m_state = state; }
    /// Makes a change and raises its event, with what became of the row if it goes.
    void raise(const Change &change, const std::optional<RowEnding> &ending = {});
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
    /// Sessions that ended, the oldest first.
    void setHistory(const QList<EndedSession> &sessions) { m_ended = sessions; }
    const QList<AuditRecord> &audit() const { return m_audit; }
    QString nameOf(const InventoryId &id) const override { return m_state.nameOf(id); }

    /// Names that every later Terminate or Disconnect reports as having never answered.
    void setUnanswered(const QStringList &names) { m_unanswered = names; }
    const Policies &storedPolicies() const { return m_policies; }
    void setMadcap(Madcap madcap) { m_madcap = madcap; }
    /// What a later commit is answered with, but for its version.
    void setPolicyReport(const PolicyReport &report) { m_policyReport = report; }
    void setSetup(const SetupInfo &setup) { m_setup = setup; }
    void setOffering(const Offering &offering) { m_offering = offering; }
    /// Of every client there is.
    void setBlocks(const BlockMap &blocks) { m_blocks = blocks; }

    QFuture<Result<Inventory>> ask(const RetrieveInventory &verb) override;
    QFuture<Result<NamespaceReport>> ask(const RegisterNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const DeregisterNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const ReplaceNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const StartTransmission &verb) override;
    QFuture<Result<NamespaceReport>> ask(const SetMinimumClients &verb) override;
    QFuture<Result<NamespaceReport>> ask(const RearmNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const RefreshNamespace &verb) override;
    QFuture<Result<QList<NamespaceInfo>>> ask(const RetrieveNamespaces &verb) override;
    QFuture<Result<Offering>> ask(const ListOffering &verb) override;
    QFuture<Result<BlockMap>> ask(const RetrieveBlocks &verb) override;
    QFuture<Result<Policies>> ask(const RetrievePolicies &verb) override;
    QFuture<Result<PolicyReport>> ask(const CommitPolicy &verb) override;
    QFuture<Result<DisconnectReport>> ask(const StartService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const StopService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const RestartService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const SetServiceEnabled &verb) override;
    QFuture<Result<DisconnectReport>> ask(const ReadSettings &verb) override;
    QFuture<Result<QList<RateLimit>>> ask(const RetrieveRateLimits &verb) override;
    QFuture<Result<QList<RateLimit>>> ask(const SetRateLimit &verb) override;
    QFuture<Result<SetupInfo>> ask(const RetrieveSetup &verb) override;
    QFuture<Result<DisconnectReport>> ask(const TerminateContent &verb) override;
    QFuture<Result<DisconnectReport>> ask(const TerminateSession &verb) override;
    QFuture<Result<DisconnectReport>> ask(const DisconnectClient &verb) override;
    /// Pages hold `limit` records; times are not looked at.
    QFuture<Result<SessionHistory>> ask(const RetrieveSessionHistory &verb) override;
    QFuture<Result<AuditHistory>> ask(const RetrieveAudit &verb) override;
    void append(const AuditRecord &record) override;

private:
    template <class T>
    QFuture<Result<T>> answer(Result<T> result);
    template <class Change>
    QFuture<Result<NamespaceReport>> changeNamespace(const Call &call, Change change);
    template <class Change>
    QFuture<Result<DisconnectReport>> changeService(const Call &call, Change change);
    DisconnectReport report(quint32 disconnected) const;
    quint32 clientsOf(SessionId id) const;

    Inventory m_state;
    QList<Call> m_calls;
    int m_snapshotsTaken = 0;
    QList<InventoryEvent> m_heldEvents;
    bool m_holdEvents = false;
    Replies m_replies = Replies::Immediate;
    std::optional<Error> m_failure;
    QStringList m_unanswered;
    QList<RateLimit> m_rateLimits;
    Policies m_policies;
    Madcap m_madcap = Madcap::Unknown;
    PolicyReport m_policyReport;
    SetupInfo m_setup;
    Offering m_offering;
    BlockMap m_blocks;
    QList<EndedSession> m_ended;
    QList<AuditRecord> m_audit;
    std::vector<std::function<void()>> m_heldReplies;
    std::vector<std::shared_ptr<void>> m_neverReplied; ///< keeps their promises open
};

} // namespace castdeck
