// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <optional>

namespace castdeck
{

/// The packets that can still be repaired: which block each sequence number carried and when it went out. The
/// blocks themselves are read again from the content, and packets that went out together with neighbouring
/// blocks are one run, so holding them costs next to nothing (multicast-transport §5.8, T31).
class RepairCache
{
public:
    static constexpr size_t HeldMax = size_t{1024} * 1024;                      ///< Choice T31
    static constexpr Duration EarlyReleaseAge = std::chrono::milliseconds(100); ///< of a full cache

    /// So many packets may overtake one on the way without its being lost (as in RFC 5681 §3.2).
    static constexpr uint64_t ReorderedMost = 3;

    /// Number of the newest packet ever held, 0 before the first.
    uint64_t lead() const { return m_lead; }
    /// Number of the oldest packet held; lead() + 1 while nothing is.
    uint64_t trail() const { return m_trail; }
    size_t size() const { return m_lead + 1 - m_trail; }
    bool holds(uint64_t seqNo) const { return seqNo >= m_trail && seqNo <= m_lead; }

    /// When a held packet went out first.
    Instant sentAt(uint64_t seqNo) const { return runOf(seqNo).sentAt; }

    /// Takes the packet lead() + 1.
    void push(uint64_t blockNumber, Instant now)
    {
        ++m_lead;
        const bool goesOn =
            !m_runs.empty() && m_runs.back().sentAt == now && m_runs.back().blockOf(m_lead) == blockNumber;
        if (!goesOn)
            m_runs.push_back({m_lead, blockNumber, now});
    }
    /// Takes a held packet into the queue of those to be repaired. False if it is there already, whoever
    /// asked for it, or was repaired within @p guard before @p now and may still be on its way: to a receiver
    /// that has seen @p highest it is not if that went out after the repair.
    bool queue(uint64_t seqNo, Instant now, Duration guard, uint64_t highest = 0)
    {
        Wanted &wanted = m_wanted[seqNo];
        const bool fresh = wanted.repairedAt != Instant::min() && now - wanted.repairedAt < guard;
        if (wanted.queued || (fresh && highest <= wanted.leadAtRepair + ReorderedMost))
            return false;
        wanted.queued = true;
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
            m_wanted[seqNo] = {now, m_lead, false};
            return Repair{seqNo, runOf(seqNo).blockOf(seqNo)};
        }
        return std::nullopt;
    }
    bool isFull() const { return size() >= HeldMax; }
    /// Releases the oldest packets numbered below @p acknowledged that went out at least @p age ago; of a
    /// full cache also younger ones. True if there were any.
    bool release(uint64_t acknowledged, Instant now, Duration age)
    {
        const uint64_t before = m_trail;
        releaseOlder(acknowledged, now, age);
        if (isFull())
            releaseOlder(acknowledged, now, EarlyReleaseAge);
        m_wanted.erase(m_wanted.begin(), m_wanted.lower_bound(m_trail));
        return m_trail > before;
    }

private:
    /// Packets up to the next run.
    struct Run {
        uint64_t first;
        uint64_t firstBlock;
        Instant sentAt;

        uint64_t blockOf(uint64_t seqNo) const { return firstBlock + (seqNo - first); }
    };
    /// A packet that was asked for.
    struct Wanted {
        Instant repairedAt = Instant::min();
        uint64_t leadAtRepair = 0; ///< lead() at the last repair
        bool queued = false;
    };
    const Run &runOf(uint64_t seqNo) const
    {
        return *std::prev(std::ranges::upper_bound(m_runs, seqNo, {}, &Run::first));
    }
    void releaseOlder(uint64_t acknowledged, Instant now, Duration age)
    {
        while (size() > 0 && m_trail < acknowledged && now - m_runs.front().sentAt >= age) {
            const uint64_t next = m_runs.size() > 1 ? m_runs[1].first : m_lead + 1;
            m_trail = std::min(next, acknowledged);
            if (m_trail == next)
                m_runs.pop_front();
        }
    }

    uint64_t m_lead = 0;
    uint64_t m_trail = 1;
    std::deque<Run> m_runs;              ///< of the packets held
    std::map<uint64_t, Wanted> m_wanted; ///< by number
    std::deque<uint64_t> m_queue;        ///< to be repaired, in the order they were asked for
};

} // namespace castdeck
