// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentsource.h"
#include "transport/net/groupwatch.h"
#include "transport/sending/clientids.h"
#include "transport/sending/sessionvalues.h"

#include <QObject>
#include <memory>

namespace castdeck
{

/// A running multicast session: a thread with the socket, the window and the repairs of one SendingSession.
///
/// Thread: made, used and destroyed in its owner's thread, where an event loop delivers the signals.
/// Destroying it before `ended` stops the thread at once without telling the clients.
class SendingThread : public QObject
{
    Q_OBJECT
public:
    /// Opens the socket and starts. AddressInUse when the port is taken on the interface, NoSystemResources
    /// when the system has no descriptor or thread left, NetworkFailure else.
    static Result<std::unique_ptr<SendingThread>> start(const SendingSettings &settings, ContentSource source,
                                                        std::shared_ptr<ClientIds> clientIds);
    ~SendingThread() override;

    /// As SendingSession::admit().
    void admit(const wire::Member &member);
    /// Sends everybody away and ends (Choice T16): `ended` follows when each has left or the grace time is
    /// over.
    void terminate(const DisconnectOrder &order);
    /// Sends one client away; `clientDeparted` follows when it has left or is dead.
    void disconnectClient(ClientId id, const DisconnectOrder &order);
    /// Lets go a session that waits for its start.
    void startTransmission();
    /// As disconnectClient(), with the reason that the KICK carries.
    void kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order);
    /// As SendingSession::demoteClient().
    void demoteClient(ClientId id, const LowerSession &lower, const DisconnectOrder &order);
    /// As SendingSession::expectClients().
    void expectClients(Instant until);
    /// As SendingSession::endIfEmpty().
    void endIfEmpty();
    /// Payload bytes per second, 0 for none; while it runs.
    void setRateLimit(uint64_t bytesPerSecond);
    void setSlowClientsJudged(bool judged);
    /// A shared rate was changed.
    void lookAgain();

Q_SIGNALS:
    /// The state as of now: within 50 ms of a client coming or going, else at most four times a second and
    /// only when something differs.
    void snapshotTaken(const castdeck::SessionSnapshot &snapshot);
    void clientDeparted(const castdeck::ClientDeparture &departure);
    /// Something is wrong that somebody should know of; the session goes on.
    void troubled(const castdeck::SessionTrouble &trouble);
    /// Somebody else sends to the group; once for each.
    void intruderFound(const castdeck::GroupIntruder &intruder);
    /// Once, last.
    void ended(const castdeck::SessionEnd &end);

private:
    struct Worker;
    explicit SendingThread(std::unique_ptr<Worker> worker);

    std::unique_ptr<Worker> m_worker;
};

} // namespace castdeck
