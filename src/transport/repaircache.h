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
/// blocks themselves are read again from the content, so holding a packet costs 24 bytes (multicast-transport
/// §5.8, T31).
class RepairCache
{
public:
    static constexpr size_t HeldMax = size_t{1024} * 1024;                      ///< Choice T31: 24 MiB
    static constexpr Duration EarlyReleaseAge = std::chrono::milliseconds(100); ///< of a full cache

    /// Number of the newest packet ever held, 0 before the first.
    uint64_t lead() const { return m_trail + m_packets.size() - 1; }
    /// Number of the oldest packet held; lead() + 1 while nothing is.
    uint64_t trail() const { return m_trail; }
    size_t size() const { return m_packets.size(); }
    bool holds(uint64_t seqNo) const { return seqNo >= m_trail && seqNo <= lead() && !m_packets.empty(); }

    /// Takes the packet lead() + 1.
    void push(uint64_t blockNumber, Instant now) { m_packets.push_back({blockNumber, now, Instant::min()}); }
    /// The block of a held packet that was not repaired within @p guard before @p now; notes the repair.
    std::optional<uint64_t> repair(uint64_t seqNo, Instant now, Duration guard)
    {
        Packet &packet = m_packets[seqNo - m_trail];
        if (packet.repairedAt != Instant::min() && now - packet.repairedAt < guard)
            return std::nullopt;
        packet.repairedAt = now;
        return packet.blockNumber;
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
    /// When every packet held now is @p age old; nothing if none is held.
    std::optional<Instant> allOlderAt(Duration age) const
    {
        if (m_packets.empty())
            return std::nullopt;
        return m_packets.back().sentAt + age;
    }

private:
    struct Packet {
        uint64_t blockNumber;
        Instant sentAt;
        Instant repairedAt;
    };
    void releaseOlder(uint64_t acknowledged, Instant now, Duration age)
    {
        while (!m_packets.empty() && m_trail < acknowledged && now - m_packets.front().sentAt >= age) {
            m_packets.pop_front();
            ++m_trail;
        }
    }

    std::deque<Packet> m_packets;
    uint64_t m_trail = 1;
};

} // namespace castdeck
