// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "wire/transportpacket.h"

namespace castdeck
{

/// LEAVE, sent twice because nothing confirms it (Choice T56). It outlives the session it belongs to, because
/// after a DEMOTE the receiver goes on elsewhere meanwhile.
class Farewell
{
public:
    Farewell() = default;
    Farewell(uint32_t clientId, uint8_t reason, uint32_t sessionId, const wire::Endpoint &server,
             Instant first)
        : m_packet{clientId, reason}, m_sessionId(sessionId), m_server(server), m_next(first), m_left(2)
    {
    }

    /// When it is to be sent; Instant::max() if it is over, or there is none.
    Instant deadline() const { return isOver() ? Instant::max() : m_next; }
    bool isOver() const { return m_left == 0; }
    void said(Instant next)
    {
        m_next = next;
        --m_left;
    }

    const wire::Leave &packet() const { return m_packet; }
    uint32_t sessionId() const { return m_sessionId; }
    const wire::Endpoint &server() const { return m_server; }

private:
    wire::Leave m_packet{};
    uint32_t m_sessionId = 0;
    wire::Endpoint m_server;
    Instant m_next = Instant::max();
    int m_left = 0;
};

} // namespace castdeck
