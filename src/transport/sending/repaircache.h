// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace castdeck
{

/// The packets that can still be repaired: which block each sequence number carried and when it went out. The
/// blocks themselves are read again from the content, so holding a packet costs 32 bytes (multicast-transport
/// §5.8, T31).
class RepairCache
{
public:
    static constexpr size_t HeldMax = size_t{1024} * 1024;                      ///< Choice T31: 32 MiB
    static constexpr Duration EarlyReleaseAge = std::chrono::milliseconds(100); ///< of a full cache

    /// So many packets may overtake one on the way without its being lost (as in RFC 5681 §3.2).
    static constexpr uint64_t ReorderedMost = 3;

    /// Number of the newest packet ever held, 0 before the first.
    uint64_t lead() const { return m_trail + m_packets.size() - 1; }
    /// Number of the oldest packet held; lead() + 1 while nothing is.
    uint64_t trail() const { return m_trail; }
    size_t size() const { return m_packets.size(); }
    bool holds(uint64_t seqNo) const { return seqNo >= m_trail && seqNo <= lead() && !m_packets.empty(); }

    /// When a held packet went out first.
    Instant sentAt(uint64_t seqNo) const { return m_packets[seqNo - m_trail].sentAt; }

    /// Takes the packet lead() + 1.
    void push(uint64_t blockNumber, Instant now) { m_packets.push_back({blockNumber, now}); }
    /// Takes a held packet into the queue of those to be repaired. False if it is there already, whoever
    /// asked for it, or was repaired within @p guard before @p now and may still be on its way: to a receiver
    /// that has seen @p highest it is not if that went out after the repair.
    bool queue(uint64_t seqNo, Instant now, Duration guard, uint64_t highest = 0)
    {
        Packet &packet = m_packets[seqNo - m_trail];
        const bool fresh = packet.repairedAt != Instant::min() && now - packet.repairedAt < guard;
        if (packet.queued || (fresh && highest <= seqNo + packet.behindAtRepair + ReorderedMost))
            return false;
        packet.queued = true;
        m_queue.push_back(seqNo);
        return true;
    }
    bool hasQueued() const { return !m_queue.empty(); }
    struct Repair {
        uint64_t seqNo;
        uint64_t block;
    };
    /// The next of the queue, as repaired at @p now; nothing when no more are held.
    std::optional<Repair> takeQueued(Instant now)
    {
        while (!m_queue.empty()) {
            const uint64_t seqNo = m_queue.front();
            m_queue.pop_front();
            if (!holds(seqNo))
                continue;
            Packet &packet = m_packets[seqNo - m_trail];
            packet.queued = false;
            packet.repairedAt = now;
            packet.behindAtRepair = static_cast<uint32_t>(lead() - seqNo);
            return Repair{seqNo, packet.blockNumber};
        }
        return std::nullopt;
    }
    bool isFull() const { return m_packets.size() >= HeldMax; }
    /// Releases the oldest packets numbered below @p acknowledged that went out at least @p age ago; of a
    /// full cache also younger ones. True if there were any.
    bool release(uint64_t acknowledged, Instant now, Duration age)
    {
        const uint64_t before = m_trail;
        releaseOlder(acknowledged, now, age);
        if (isFull())
            releaseOlder(acknowledged, now, EarlyReleaseAge);
        return m_trail > before;
    }

private:
    struct Packet {
        uint64_t blockNumber;
        Instant sentAt;
        Instant repairedAt = Instant::min();
        uint32_t behindAtRepair = 0; ///< so many newer ones had gone out before the last repair
        bool queued = false;
    };
    static_assert(sizeof(Packet) == 32);
    void releaseOlder(uint64_t acknowledged, Instant now, Duration age)
    {
        while (!m_packets.empty() && m_trail < acknowledged && now - m_packets.front().sentAt >= age) {
            m_packets.pop_front();
            ++m_trail;
        }
    }

    std::deque<Packet> m_packets;
    std::deque<uint64_t> m_queue; ///< to be repaired, in the order they were asked for
    uint64_t m_trail = 1;
};

} // namespace castdeck
