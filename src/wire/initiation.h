// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/address.h"
#include "wire/rejection.h"
#include "wire/transportpacket.h"

#include <QString>
#include <variant>

namespace castdeck::wire
{

// UDP initiation (session-initiation §2).

struct InitiationRequest {
    QString namespaceName;
    QString content;
    std::array<uint8_t, 32> macAddress{};
    uint8_t macLength = 0;
    bool ipv6Capable = false;
};

struct InitiationReply {
    Endpoint group;
    Endpoint server;
    uint64_t contentSize = 0;
    uint32_t blockSize = 0;
    uint64_t totalBlocks = 0;
    uint32_t sessionId = 0;
};

struct InitiationError {
    uint32_t code = 0; ///< ErrorCode or any other Windows error, never 0
};

/// A request is read in two steps, because the server answers a well-framed but unusable one with an error
/// and a badly framed one not at all (§2.7).
struct RefusedRequest {
    Rejection rejection;
    bool answer = false; ///< error 0x57 is owed
};
tl::expected<InitiationRequest, RefusedRequest> decodeInitiationRequest(Bytes datagram);
Decoded<std::variant<InitiationReply, InitiationError>> decodeInitiationReply(Bytes datagram);

/// The result is the size, 0 if @p out is too small (1200 bytes always suffice for replies, 4096 for
/// requests) or a text or the MAC address is one that §2.2 does not allow.
size_t encode(std::span<uint8_t> out, const InitiationRequest &request);
size_t encode(std::span<uint8_t> out, const InitiationReply &reply);
size_t encode(std::span<uint8_t> out, const InitiationError &error);

} // namespace castdeck::wire
