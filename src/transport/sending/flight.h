// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <cstddef>
#include <deque>

namespace castdeck
{

/// Packets on their way of which nobody tells that they have come: they count for as long as a round trip
/// takes.
class Flight
{
public:
    size_t packets() const { return m_packets; }
    /// When the oldest went out; only if there are any.
    Instant oldest() const { return m_starts.front().at; }
    void add(size_t packets, Instant now)
    {
        m_starts.push_back({now, packets});
        m_packets += packets;
    }
    /// Those that went out at @p time or before are no longer on their way.
    void land(Instant time)
    {
        for (; !m_starts.empty() && m_starts.front().at <= time; m_starts.pop_front())
            m_packets -= m_starts.front().packets;
    }

private:
    struct Start {
        Instant at;
        size_t packets;
    };
    std::deque<Start> m_starts;
    size_t m_packets = 0;
};

} // namespace castdeck
