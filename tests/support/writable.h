// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace castdeck
{

/// For readers that decrypt a packet where it is: in modes without encryption they leave it as it was.
inline std::span<uint8_t> writable(std::span<const uint8_t> packet)
{
    return {const_cast<uint8_t *>(packet.data()), packet.size()};
}

} // namespace castdeck
