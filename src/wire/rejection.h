// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

namespace castdeck::wire
{

/// Why a datagram was refused: the names of multicast-transport §2.4, multicast-application §3 and
/// session-initiation §2.5, and the last three of encrypted sessions (docs/protocol.md). The order of the
/// checks is that of the specification.
enum class Rejection : uint8_t {
    TooShort,
    BadMagic,
    BadSecurityType,
    SecurityModeMismatch,
    UnsupportedSecurity,
    BadSecurityLength,
    BadChecksum,
    BadHmac,
    WrongSession,
    UnknownOpcode,
    WrongDirection,
    Truncated,
    LengthOverrun,
    BadAddressLength,
    BadCount,
    BadValue,
    BadOptions,
    TrailingBytes,
    BadSize,
    BadRange,
    MissingOption,
    BadString,
    BadOptionLength,
    UnknownKey,
    BadSeal,
    Replayed,
};
inline constexpr int RejectionCount = static_cast<int>(Rejection::Replayed) + 1;

/// "too-short", "bad-magic" …
const char *name(Rejection rejection);

template <class T>
using Decoded = tl::expected<T, Rejection>;

} // namespace castdeck::wire
