// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace castdeck
{

/// A UDP port that nobody has, another one each time. None of those that the system gives to whoever asks for
/// any: another test may be given it meanwhile.
inline uint16_t freePort()
{
    constexpr int First = 10'000;
    constexpr int Count = 20'000;
    static int next = ::getpid();
    while (true) {
        const auto port = static_cast<uint16_t>(First + ++next % Count);
        const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0)
            return port; // whoever needs it will say so
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        const bool isFree = ::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
        ::close(socket);
        if (isFree)
            return port;
    }
}

} // namespace castdeck
