// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/reply.h"
#include "core/sourcequota.h"
#include "core/transportserver.h"
#include "management/auditentry.h"
#include "management/channel.h"
#include "management/eventbatch.h"
#include "management/pendingevents.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <deque>
#include <functional>

namespace castdeck
{

/// The answering end of one channel: greets, authorises, dispatches to a transport server, passes its events
/// on.
///
/// It trusts nothing the asker says of itself: who signs an order, and where a receiver asks from, is taken
/// from the Identity that the admission found. An asker that breaks the protocol or floods is cut; one that
/// is slow gets snapshots one after the other, and of what changes the newest state of each row. Others
/// notice nothing.
///
/// Thread: that of the services, which must outlive it. It owns its channel.
class ServerEndpoint final : public QObject
{
    Q_OBJECT
public:
    struct Services {
        TransportServer *server = nullptr;
        ServerInfo info;                       ///< for the greeting
        SessionInitiator *initiator = nullptr; ///< without one, session.initiate is an unknown verb
        TokenRegistry *tokens = nullptr;       ///< without one, so are the token verbs
        AuditLog *audit = nullptr;             ///< without one, nobody writes down who asked for what
        SourceQuota *failures = nullptr; ///< bounds what goes there of what failed; without one all does
    };
    /// Of what a stranger may cause (core/bounds.h).
    struct Limits {
        qsizetype backlog = bounds::Backlog;     ///< messages the asker may leave undrained
        qsizetype behind = bounds::EventsUnread; ///< of them, at which events wait
        qsizetype eventsHeld = bounds::EventsHeld;
        int callsInFlight = bounds::RequestsUnanswered;
        int requestsPerSecond = bounds::RequestsPerSecond;
        int refusalsPerMinute = bounds::RefusalsPerMinute;
        std::chrono::milliseconds hello{bounds::Greeting}; ///< until it has greeted; 0: any time
        /// Longest silence of one that neither waits for an answer nor listens, 0: any.
        std::chrono::milliseconds idle{0};

        /// For an asker in this process: nothing that it does ends the channel.
        static Limits none();
    };
    /// Finds out who asks. A future, so that an answer can be held back.
    using Admission = std::function<QFuture<Result<Identity>>(const Hello &)>;
    /// For a channel that needs no proof: the asker is this one.
    static Admission admitAs(const Identity &identity);

    ServerEndpoint(std::unique_ptr<Channel> channel, Services services, Admission admission, Limits limits,
                   QObject *parent = nullptr);

    /// Set once greeted.
    const std::optional<Identity> &identity() const { return m_identity; }
    /// Cuts the asker off; it is told the reason.
    void drop(const castdeck::Error &reason);
    /// The same to one that has done nothing wrong: dropped() is not raised.
    void dismiss(const castdeck::Error &reason);

Q_SIGNALS:
    void admitted(const castdeck::Identity &identity);
    /// A request was answered with an error before it reached the server; for the log.
    void refused(const castdeck::Error &reason);
    /// This end cut the asker off, or the channel did for what it found wrong; for the log.
    void dropped(const castdeck::Error &reason);
    /// The channel is over, whoever ended it. Last of all signals; the owner deletes the endpoint.
    void finished(const castdeck::Error &reason);

private:
    /// What an asker of a snapshot gets after it.
    enum class Then : quint8 { NoEvents, Events };
    struct SnapshotAsk {
        quint64 id = 0;
        Then then = Then::NoEvents;
        bool measures = false;
    };

    void takeClosed(const Error &reason);
    void takeMessage(const Message &message);
    void takeRequest(const Request &request);
    bool countRequest();
    bool countRefusal();
    void settleAdmission(quint64 id, const Result<Identity> &identity);
    void armExpiry();
    bool hasExpired() const;
    void takeEvent(const InventoryEvent &event);
    void sendEvent(const InventoryEvent &event);
    bool isBatched(const InventoryEvent &event) const;
    void sendHeld();
    void askForSnapshot(const SnapshotAsk &ask);
    void nextSnapshot();
    void sendSnapshot(const Result<Inventory> &snapshot);
    void catchUp();
    void endSilence();
    void send(const Message &message);
    void refuse(quint64 id, const Error &error);

    void handle(quint64 id, const Hello &request);
    void handle(quint64 id, const Ping &request);
    void handle(quint64 id, const RetrieveInventory &request);
    void handle(quint64 id, const Subscribe &request);
    void handle(quint64 id, const InitiateSession &request);
    void handle(quint64 id, const CreateToken &request);
    void handle(quint64 id, const ListTokens &request);
    void handle(quint64 id, const RevokeToken &request);
    void handle(quint64 id, const UnreadableRequest &request);
    template <class Verb>
    void handle(quint64 id, const Verb &request);

    template <class T>
    void answerWith(quint64 id, const QFuture<Result<T>> &future);
    template <class T>
    void answer(quint64 id, const Result<T> &result);

    std::unique_ptr<Channel> m_channel;
    const QString m_asker = QString::number(QRandomGenerator::global()->generate64()); ///< InitiationAsk
    Services m_services;
    Admission m_admission;
    Limits m_limits;
    std::optional<Identity> m_identity;
    std::optional<AuditEntry> m_audited; ///< of the request that is being handled, if it is administrative
    bool m_greeting = false;             ///< hello came, its answer is on the way
    bool m_over = false;
    int m_inFlight = 0;
    int m_requestsThisSecond = 0;
    QElapsedTimer m_second;
    int m_refusalsThisMinute = 0;
    QElapsedTimer m_minute;
    std::deque<SnapshotAsk> m_snapshotAsks; ///< one after the other: each may be long
    bool m_snapshotUnderWay = false;
    int m_snapshotsDue = 0; ///< asks that subscribe
    bool m_subscribed = false;
    quint64 m_told = 0;                ///< the revision that a subscriber has been told of
    PendingEvents m_held;              ///< while a snapshot is on its way, or the asker is behind
    std::optional<EventBatch> m_batch; ///< of an asker that takes measures
    QTimer m_batchTimer;
    QTimer m_catchUp;
    QTimer m_silence;
};

} // namespace castdeck
