// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/reply.h"
#include "core/transportserver.h"
#include "management/channel.h"
#include "management/pendingcalls.h"

#include <deque>

namespace castdeck
{

/// The asking end: a transport server that lives behind a channel.
///
/// It greets, then (unless told otherwise) subscribes: inventoryReset() gives the state, eventRaised() each
/// step after it, without gaps; whenever steps were missed, or an answer speaks of a revision that no event
/// has reached, a fresh inventoryReset() follows by itself. Verbs may be called at once; they go out after
/// the greeting. When the channel ends, every pending call ends with ConnectionLost and lost() says why; a
/// new connection is a new object. A call without an answer ends with TimedOut, the channel stays.
///
/// Thread: as TransportServer; it owns its channel, which must live in the same thread.
class ServerConnection final : public Forwards<ServerConnection, TransportServer, ServerVerbs>
{
    Q_OBJECT
public:
    struct Options {
        QString token;
        bool subscribe = true;
        bool measures = false; ///< eventRaised() may bring ClientMeasures: less work where much changes
        /// Whatever would change something, or let a receiver in, does not go out: NotAuthorised.
        bool lookOnly = false;
        std::chrono::milliseconds callTimeout{30'000}; ///< since it went out, or since part of an answer came
        /// A ping goes out when nothing was asked for so long; no answer within callTimeout ends the channel.
        std::chrono::milliseconds keepAlive{20'000};
        /// A ping goes out, too, when nothing has come for so long …
        std::chrono::milliseconds quiet{4'000};
        /// … and if nothing comes for so long again, silent() says so.
        std::chrono::milliseconds silence{4'000};
        /// Least time between two snapshots asked for by itself.
        std::chrono::milliseconds resyncPause{250};
        int callsInFlight = bounds::AskedUnanswered;
        int callsPerSecond = bounds::AskedPerSecond;
    };
    enum class State { Greeting, Ready, Lost };

    ServerConnection(std::unique_ptr<Channel> channel, Options options, QObject *parent = nullptr);
    /// Calls still pending end with ConnectionLost, from the event loop.
    ~ServerConnection() override;

    State state() const { return m_state; }
    /// What the server said of itself and of us; meaningful when Ready.
    const Welcome &greeting() const { return m_greeting; }
    /// The revision that inventoryReset() and eventRaised() have reached.
    quint64 revision() const { return m_revision; }

    using Forwards::ask;
    QFuture<Result<InitiationGrant>> ask(const InitiateSession &verb) { return forward(verb); }
    QFuture<Result<NewToken>> ask(const CreateToken &verb) { return forward(verb); }
    QFuture<Result<QList<TokenInfo>>> ask(const ListTokens &verb) { return forward(verb); }
    QFuture<Result<Done>> ask(const RevokeToken &verb) { return forward(verb); }

    /// Asks for a fresh snapshot, as after a gap ("Refresh").
    void resync();
    /// Says goodbye; lost(Cancelled) follows.
    void disconnectFromServer();

Q_SIGNALS:
    void ready(const castdeck::Welcome &greeting);
    void inventoryReset(const castdeck::Inventory &inventory);
    /// It does not answer, and nothing has come since that time (UTC); invalid: it is heard again. It is not
    /// lost yet.
    void silent(const QDateTime &since);
    /// Once, last of all signals.
    void lost(const castdeck::Error &reason);

private:
    template <class, class, class>
    friend class Forwards;
    template <class Verb>
    QFuture<Result<typename Verb::Reply>> forward(const Verb &verb)
    {
        using Answer = typename Verb::Reply;
        const PendingReply<Answer> pending;
        request(verb,
                [pending](Result<ReplyBody> reply) { pending.answerNow(replyAs<Answer>(std::move(reply))); });
        return pending.future();
    }
    /// Of its own.
    template <class Verb>
    void call(const Verb &verb, void (ServerConnection::*then)(const Result<typename Verb::Reply> &));
    void request(RequestBody body, PendingCalls::Settle settle);
    void send(RequestBody body, PendingCalls::Settle settle);
    void sendWaiting();

    void greeted(const Result<Welcome> &reply);
    void subscribed(const Result<Inventory> &reply);
    void ponged(const Result<Done> &reply);
    void takeMessage(const Message &message);
    void takeReply(const Reply &reply);
    void takeEvent(const InventoryEvent &event);
    void subscribe();
    void ping();
    void heard();
    void listen();
    void expire();
    void armDeadline();
    void end(const Error &reason);

    std::unique_ptr<Channel> m_channel;
    Options m_options;
    State m_state = State::Greeting;
    Welcome m_greeting;
    PendingCalls m_calls;
    struct Unsent {
        RequestBody body;
        PendingCalls::Settle settle;
    };
    /// Until the greeting is answered, and then until there is room for them.
    std::deque<Unsent> m_unsent;
    int m_sentInSlice = 0;
    quint64 m_revision = 0;
    bool m_inStep = false; ///< a snapshot has arrived and nothing was missed since
    Instant m_lastSnapshot{};
    Instant m_heardAt{};
    std::optional<Instant> m_pingedAt; ///< since nothing was heard
    bool m_isSilent = false;
    QTimer m_listen;
    QTimer m_deadline;
    QTimer m_resync;
    QTimer m_keepAlive;
    QTimer m_slice; ///< of a second: what may be sent is spread over them
};

} // namespace castdeck
