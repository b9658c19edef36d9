// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/net/datagramsocket.h"
#include "wire/initiation.h"

#include <array>
#include <atomic>
#include <functional>
#include <poll.h>
#include <sys/eventfd.h>
#include <thread>

namespace castdeck
{

inline const wire::Address Loopback{{127, 0, 0, 1}, 4};

using Packets = std::vector<std::vector<uint8_t>>;

/// Answers the n-th request (from 0) with what the script says, on loopback, until it is destroyed.
class ScriptedServer
{
public:
    explicit ScriptedServer(std::function<Packets(int)> script)
        : m_socket(*DatagramSocket::bind({Loopback, 0}, {}))
        , m_stop(eventfd(0, EFD_CLOEXEC))
        , m_script(std::move(script))
        , m_thread([this] { run(); })
    {
    }
    ~ScriptedServer()
    {
        eventfd_write(m_stop.value(), 1);
        m_thread.join();
    }
    wire::Endpoint endpoint() const { return m_socket.localEndpoint(); }
    int requests() const { return m_requests; }

private:
    void run()
    {
        for (;;) {
            std::array<pollfd, 2> wanted{pollfd{m_socket.descriptor(), POLLIN, 0},
                                         pollfd{m_stop.value(), POLLIN, 0}};
            poll(wanted.data(), wanted.size(), -1);
            if (wanted[1].revents)
                return;
            for (const auto &datagram : m_socket.receive()) {
                if (!wire::decodeInitiationRequest(datagram.bytes))
                    continue;
                for (const auto &answer : m_script(m_requests++))
                    m_socket.send(answer, answer.size(), datagram.from);
            }
        }
    }

    DatagramSocket m_socket;
    Descriptor m_stop;
    std::function<Packets(int)> m_script;
    std::atomic<int> m_requests = 0;
    std::thread m_thread;
};

template <class Message>
std::vector<uint8_t> encoded(const Message &message)
{
    std::vector<uint8_t> bytes(1200);
    bytes.resize(wire::encode(bytes, message));
    return bytes;
}

} // namespace castdeck
