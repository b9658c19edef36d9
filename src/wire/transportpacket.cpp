// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/transportpacket.h"

#include <QtEndian>

namespace castdeck::wire
{

Range Range::read(const uint8_t *bytes)
{
    return {qFromBigEndian<uint64_t>(bytes), qFromBigEndian<uint64_t>(bytes + 8)};
}

KickedClient KickedClient::read(const uint8_t *bytes)
{
    return {qFromBigEndian<uint32_t>(bytes), bytes[4]};
}

DemotedClient DemotedClient::read(const uint8_t *bytes)
{
    return {qFromBigEndian<uint32_t>(bytes)};
}

} // namespace castdeck::wire
