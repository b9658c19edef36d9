// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/roundtrip.h"
#include "transport/sessionvalues.h"

#include <unordered_map>

namespace castdeck
{

/// One client as the sender knows it (multicast-transport §5.1).
struct SendingClient {
    /// The four lists of the specification, and those that were dropped as dead but may return (Choice T21).
    enum class List { Pending, Active, Kicked, Demoted, Dead };

    ClientId id;
    List list = List::Pending;
    wire::Endpoint endpoint;
    uint64_t clientTime = 0; ///< SenderTime of its last JOIN
    QString name;
    QString macAddress;
    bool canBeDemoted = false;
    Instant lastHeard{};
    Instant activeSince{};
    RoundTrip roundTrip;
    double lossRate = 0;
    uint64_t hiODataSeqNo = 0;
    wire::Utilization utilization;
    uint8_t progress = 0;
    bool answeredQcc = false;
    bool heardMulticast = false; ///< sent something that only a received multicast packet can cause
    int joinAcksSent = 0;
    Instant joinAckDue{};
    Instant lastZeroNack = Instant::min();
    uint8_t kickReason = 0;
    LowerSession lower;    ///< Demoted: where it was told to go
    DisconnectOrder order; ///< by whom and why it was kicked or demoted
};

/// The clients of one session by id and by address.
class SendingClients
{
public:
    using List = SendingClient::List;

    SendingClient &add(ClientId id, const wire::Endpoint &endpoint, Instant now);
    void remove(ClientId id);
    /// Not heard any more: it is Dead and may return, as long as not too many are.
    void giveUp(ClientId id);
    /// Whether a client of that id was here and sent from that address: what still comes from it is late, not
    /// a stranger's.
    bool hasLeft(ClientId id, const wire::Address &address) const;
    SendingClient *find(ClientId id);
    SendingClient *find(const wire::Endpoint &endpoint);

    /// How many are in a list.
    size_t count(List list) const;
    /// All that still count as present: everybody but the dead.
    size_t present() const { return m_clients.size() - count(List::Dead); }
    /// Largest round trip of the active ones in whole milliseconds, 0 if there are none.
    uint16_t largestRoundTrip() const;

    auto begin() { return m_clients.begin(); }
    auto end() { return m_clients.end(); }
    auto begin() const { return m_clients.begin(); }
    auto end() const { return m_clients.end(); }

private:
    struct Hash {
        size_t operator()(ClientId id) const { return id.value(); }
    };
    std::unordered_map<ClientId, SendingClient, Hash> m_clients;
    std::unordered_map<ClientId, wire::Address, Hash> m_left;
};

} // namespace castdeck
