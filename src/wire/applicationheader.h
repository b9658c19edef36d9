// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/bytes.h"

namespace castdeck::wire
{

/// OpCode of an application packet (multicast-application §3). Internal to the wire library.
enum class MessageCode : uint8_t { Inquiry = 1, Answer = 2, Block = 3, Progress = 4 };

inline constexpr size_t MessageHeaderSize = 3;

/// @p size counts the header itself too.
inline void writeMessageHeader(Writer &writer, uint16_t size, MessageCode code)
{
    writer(size, static_cast<uint8_t>(code));
}

} // namespace castdeck::wire
