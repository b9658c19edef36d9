// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/transportpacket.h"

#include <QtEndian>
#include <algorithm>

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

GroupKey GroupKey::read(const uint8_t *bytes)
{
    GroupKey key;
    key.number = qFromBigEndian<uint32_t>(bytes);
    std::copy_n(bytes + 4, key.key.size(), key.key.begin());
    return key;
}

} // namespace castdeck::wire
