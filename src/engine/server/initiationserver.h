// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "engine/common/ratelimiter.h"
#include "transport/net/datagramsocket.h"
#include "transport/net/networkinterface.h"

#include <QObject>
#include <functional>
#include <memory>

namespace castdeck
{

/// Answers UDP initiation (session-initiation §2) on one address of one interface: what comes to the
/// machine's other addresses is not answered, so every answer comes from the address that was asked (Choice
/// I04). Lives in a thread with an event loop; @p admit is called there.
class InitiationServer : public QObject
{
    Q_OBJECT
public:
    using Admit = std::function<Result<InitiationGrant>(const InitiationAsk &)>;
    /// @p port 0: any free one. AddressInUse when another program has it.
    static Result<std::unique_ptr<InitiationServer>> listen(const NetworkInterface &interface, uint16_t port,
                                                            Admit admit);

    uint16_t port() const { return m_socket.localEndpoint().port; }
    const NetworkInterface &interface() const { return m_interface; }

    struct Counters {
        uint64_t granted = 0;
        uint64_t refused = 0;   ///< answered with an error
        uint64_t malformed = 0; ///< not answered: not a request
        uint64_t limited = 0;   ///< not answered: too many from one address (Choice I12)
    };
    const Counters &counters() const { return m_counters; }

private:
    InitiationServer(NetworkInterface interface, DatagramSocket socket, Admit admit);
    void takeDatagrams();
    void answer(const DatagramSocket::Datagram &datagram);
    void complain(const wire::Address &peer, const char *reason);

    NetworkInterface m_interface;
    DatagramSocket m_socket;
    Admit m_admit;
    RateLimiter m_limiter;
    /// Of the log: a flood must not become one there.
    RateLimiter m_complaints{{.answers = 1, .window = std::chrono::seconds(60), .addresses = 256}};
    Counters m_counters;
};

} // namespace castdeck
