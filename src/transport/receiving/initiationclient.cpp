// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/initiationclient.h"

#include "core/clock.h"
#include "transport/net/datagramsocket.h"
#include "transport/net/socketaddress.h"

#include <array>
#include <cstring>
#include <poll.h>

namespace castdeck
{

namespace
{

using Answer = std::variant<wire::InitiationReply, wire::InitiationError>;
using std::chrono::milliseconds;

/// The first valid answer of @p server that waits. What was wrong with the others is put into @p refused.
std::optional<Answer> readAnswer(DatagramSocket &socket, const wire::Endpoint &server,
                                 std::optional<wire::Rejection> &refused)
{
    for (const DatagramSocket::Datagram &datagram : socket.receive()) {
        if (datagram.from != server)
            continue;
        const auto answer = wire::decodeInitiationReply(datagram.bytes);
        if (answer)
            return *answer;
        refused = answer.error();
    }
    return std::nullopt;
}

enum class Woken { Time, Data, Stop };

Woken waitUntil(Instant deadline, int data, int stop)
{
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - monotonicNow());
        if (left.count() <= 0)
            return Woken::Time;
        std::array<pollfd, 2> wanted{pollfd{data, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        if (poll(wanted.data(), wanted.size(), static_cast<int>(left.count())) <= 0)
            continue;
        return wanted[1].revents != 0 ? Woken::Stop : Woken::Data;
    }
}

} // namespace

Result<wire::InitiationReply> InitiationClient::ask(const wire::Endpoint &server,
                                                    const wire::InitiationRequest &request,
                                                    const Options &options)
{
    std::array<uint8_t, 4096> buffer;
    const size_t size = wire::encode(buffer, request);
    if (size == 0)
        return failure(ErrorCode::InvalidParameter, request.namespaceName);
    wire::Endpoint local{options.localAddress, 0};
    if (local.address.length != server.address.length)
        local.address = {{}, server.address.length};
    auto socket = DatagramSocket::bind(local, {.interfaceIndex = options.interfaceIndex});
    if (!socket)
        return tl::unexpected(socket.error());

    std::optional<wire::Rejection> refused;
    const Instant giveUp = monotonicNow() + options.busyPatience;
    for (int unanswered = 1; unanswered <= options.tries; ++unanswered) {
        socket->send({buffer.data(), size}, size, server);
        Instant deadline = monotonicNow() + options.interval;
        for (Woken woken;
             (woken = waitUntil(deadline, socket->descriptor(), options.stopDescriptor)) != Woken::Time;) {
            if (woken == Woken::Stop)
                return failure(ErrorCode::Cancelled);
            const auto answer = readAnswer(*socket, server, refused);
            if (!answer)
                continue;
            if (const auto *reply = std::get_if<wire::InitiationReply>(&*answer))
                return *reply;
            const auto code = static_cast<ErrorCode>(std::get<wire::InitiationError>(*answer).code);
            if (code != ErrorCode::Busy || monotonicNow() >= giveUp)
                return failure(code);
            options.isBusy();
            unanswered = 0;
            deadline = monotonicNow() + options.busyWait;
        }
    }
    if (socket->lastError() != 0)
        return tl::unexpected(systemError(socket->lastError(), toText(server), ErrorCode::NetworkFailure));
    if (refused)
        return failure(ErrorCode::ProtocolViolation,
                       toText(server) + QStringLiteral(": ") + QLatin1String(wire::name(*refused)));
    return failure(ErrorCode::TimedOut, toText(server));
}

} // namespace castdeck
