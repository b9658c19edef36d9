// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sendingoutput.h"

#include <deque>
#include <vector>

namespace castdeck
{

/// The packets of a session that carry no data. Those for which the system's buffer has no room go out when
/// it has some again, in their order; of more than `Max` the oldest are given up.
class ControlQueue
{
public:
    static constexpr size_t Max = 256;

    explicit ControlQueue(SendingOutput &output) : m_output(output) {}

    void send(std::span<const uint8_t> packet, const wire::Endpoint &to)
    {
        if (flush() && m_output.send(packet, packet.size(), to) > 0)
            return;
        if (m_waiting.size() >= Max)
            m_waiting.pop_front();
        m_waiting.push_back({{packet.begin(), packet.end()}, to});
    }
    /// True when nothing waits any more.
    bool flush()
    {
        while (!m_waiting.empty()) {
            const Packet &next = m_waiting.front();
            if (m_output.send(next.bytes, next.bytes.size(), next.to) == 0)
                return false;
            m_waiting.pop_front();
        }
        return true;
    }
    bool blocked() const { return !m_waiting.empty(); }

private:
    struct Packet {
        std::vector<uint8_t> bytes;
        wire::Endpoint to;
    };
    SendingOutput &m_output;
    std::deque<Packet> m_waiting;
};

} // namespace castdeck
