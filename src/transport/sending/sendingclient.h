// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/net/roundtrip.h"
#include "transport/sending/blocksmissing.h"
#include "transport/sending/repairshare.h"
#include "transport/sending/sessionvalues.h"

#include <array>
#include <map>
#include <optional>
#include <unordered_map>

namespace castdeck
{

/// One client as the sender knows it (multicast-transport §5.1).
struct SendingClient {
    /// The four lists of the specification, and those that were dropped as dead but may return (Choice T21).
    enum class List { Pending, Active, Kicked, Demoted, Dead };

    /// In which of them it is; SendingClients::move() brings it to another.
    class Place
    {
    public:
        operator List() const { return m_list; }

    private:
        friend class SendingClients;
        List m_list = List::Pending;
    };

    ClientId id;
    uint32_t member = 0; ///< of an encrypted session, likewise the key… fields
    Place list;
    wire::Endpoint endpoint;
    uint64_t clientTime = 0;  ///< SenderTime of its last JOIN
    uint64_t joinAckTime = 0; ///< of our first JOINACK
    QString name;
    QString macAddress;
    bool canBeDemoted = false;
    Instant lastHeard{};
    Instant activeSince{};
    RoundTrip roundTrip;
    double lossRate = 0;
    uint64_t hiODataSeqNo = 0;
    uint64_t acknowledged = 0; ///< all up to it, as its ACKs say
    wire::Utilization utilization;
    uint8_t progress = 0;
    std::optional<BlocksMissing> missing; ///< as it answered last
    bool answeredQcc = false;
    bool missedQuery = false;    ///< did not answer the last one in time: the next does not wait for it
    bool heardMulticast = false; ///< sent something that only a received multicast packet can cause
    int joinAcksSent = 0;
    Instant joinAckDue{};
    uint32_t keyKnown = 0;            ///< the newest group key that it said it knows
    Instant keyTold = Instant::min(); ///< when it was told keys
    Instant keyDue = Instant::min();  ///< when it is told again
    Duration keyGap{};                ///< to the time after that
    Instant lastZeroNack = Instant::min();
    uint64_t slowDowns = 0; ///< empty NACKs: its cache was full
    RepairShare repairs;
    int standstills = 0;   ///< how often it lost the window because it stood still
    Duration stoodStill{}; ///< as master, since it acknowledged anything new
    /// Since it lost the window, until it is seen to get on.
    struct Stuck {
        Instant since;
        uint8_t progress;
        uint64_t blocksSent; ///< by the session, until then
    };
    std::optional<Stuck> stuck;
    std::optional<Instant> stalledSince; ///< as it is shown
    List before = List::Pending;         ///< Dead: where it was
    Instant orderedAt{};                 ///< Kicked, Demoted: when it was told to go
    uint8_t kickReason = 0;
    LowerSession lower;    ///< Demoted: where it was told to go
    DisconnectOrder order; ///< by whom and why it was kicked or demoted
};

/// As an administrator sees it; silent if it was not heard for @p silence.
ClientSnapshot snapshotOf(const SendingClient &client, Duration silence, Instant now);

/// The clients of one session by id and by address.
class SendingClients
{
public:
    using List = SendingClient::List;

    SendingClient &add(ClientId id, const wire::Endpoint &endpoint, Instant now);
    void remove(ClientId id);
    /// Not heard any more: it is Dead and may return, as long as not too many are; to the list in which it
    /// was, if it was told to go.
    void giveUp(ClientId id);
    /// How often one that left from that address had stood still: it does not begin anew by joining again.
    int standstillsOf(const wire::Address &address) const;
    /// Whether a client of that id was here and sent from that address: what still comes from it is late, not
    /// a stranger's.
    bool hasLeft(ClientId id, const wire::Address &address) const;
    SendingClient *find(ClientId id);
    const SendingClient *find(ClientId id) const;
    SendingClient *find(const wire::Endpoint &endpoint, uint32_t member);
    /// Where that member is, if it is present.
    const SendingClient *findMember(uint32_t member) const;

    void move(SendingClient &client, List to);
    /// How many are in a list. At no cost: it is asked for with each packet that comes.
    size_t count(List list) const { return m_counts[static_cast<size_t>(list)]; }
    /// All that still count as present: everybody but the dead.
    size_t present() const { return m_clients.size() - count(List::Dead); }
    /// Largest round trip of the active ones in whole milliseconds, 0 if there are none.
    uint16_t largestRoundTrip() const;

    auto begin() { return m_clients.begin(); }
    auto end() { return m_clients.end(); }
    auto begin() const { return m_clients.begin(); }
    auto end() const { return m_clients.end(); }

private:
    size_t &countOf(List list) { return m_counts[static_cast<size_t>(list)]; }
    struct Hash {
        size_t operator()(ClientId id) const { return id.value(); }
    };
    std::unordered_map<ClientId, SendingClient, Hash> m_clients;
    std::array<size_t, 5> m_counts{}; ///< by list
    std::unordered_map<ClientId, wire::Address, Hash> m_left;
    std::map<wire::Address, int> m_standstills;
};

} // namespace castdeck
