// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/initiationscript.h"
#include "transport/net/networkinterface.h"
#include "wire/transportpacket.h"

namespace castdeck
{

/// The server of a session on loopback that takes everybody in as client 7, then sends the client away if it
/// has a reason, and says nothing more. Checksum mode. Its group is on the loopback.
class ScriptedSession
{
public:
    ScriptedSession(uint32_t id, std::optional<uint8_t> kickReason, const wire::Endpoint &group)
        : m_socket(*DatagramSocket::bind({Loopback, 0},
                                         {.interfaceIndex = findInterface(QStringLiteral("lo"))->index}))
        , m_group(group)
        , m_stop(eventfd(0, EFD_CLOEXEC))
        , m_thread([this, id, kickReason] { run(id, kickReason); })
    {
    }
    ~ScriptedSession()
    {
        eventfd_write(m_stop.value(), 1);
        m_thread.join();
    }
    wire::Endpoint endpoint() const { return m_socket.localEndpoint(); }
    /// Reason of the last LEAVE, −1 before there was one.
    int leaveReason() const { return m_leaveReason; }

private:
    static constexpr uint32_t ClientId = 7;

    void run(uint32_t id, std::optional<uint8_t> kickReason)
    {
        for (;;) {
            std::array<pollfd, 2> wanted{pollfd{m_socket.descriptor(), POLLIN, 0},
                                         pollfd{m_stop.value(), POLLIN, 0}};
            poll(wanted.data(), wanted.size(), -1);
            if (wanted[1].revents)
                return;
            for (const auto &datagram : m_socket.receive()) {
                const auto packet =
                    wire::decodeTransport(datagram.bytes, m_security, id, wire::Receiver::Server);
                if (!packet)
                    continue;
                if (const auto *leave = std::get_if<wire::Leave>(&packet->body))
                    m_leaveReason = leave->reason;
                if (std::holds_alternative<wire::Join>(packet->body))
                    send(id, wire::JoinAck{ClientId, 0, 0, 0, packet->senderTime}, datagram.from);
                // The group's packets may overtake the JOINACK: the report that follows it is answered.
                const std::array kicked{wire::KickedClient{ClientId, kickReason.value_or(0)}};
                if (kickReason && std::holds_alternative<wire::Qcr>(packet->body))
                    send(id, wire::Kick{std::span<const wire::KickedClient>(kicked), {}, {}}, m_group);
            }
        }
    }
    void send(uint32_t id, const wire::TransportBody &body, const wire::Endpoint &to)
    {
        std::array<uint8_t, 1200> bytes;
        const size_t size = wire::encodeTransport(bytes, m_security, id, 1, body);
        m_socket.send({bytes.data(), size}, size, to);
    }

    DatagramSocket m_socket;
    wire::Endpoint m_group;
    wire::PacketSecurity m_security{wire::SecurityMode::Checksum};
    Descriptor m_stop;
    std::atomic<int> m_leaveReason = -1;
    std::thread m_thread;
};

} // namespace castdeck
