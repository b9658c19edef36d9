// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/transferplaces.h"

#include <algorithm>

namespace castdeck
{

bool TransferPlaces::take(int key, const QString &address, const QString &tokenId)
{
    const auto ofAddress = size_t(std::ranges::count(m_taken, address, &Place::address));
    const auto ofToken = size_t(std::ranges::count(m_taken, tokenId, &Place::tokenId));
    if (m_taken.size() >= m_limits.inAll || ofAddress >= m_limits.perAddress || ofToken >= m_limits.perToken)
        return false;
    m_taken.push_back({key, address, tokenId});
    return true;
}

void TransferPlaces::giveBack(int key)
{
    std::erase_if(m_taken, [key](const Place &place) { return place.key == key; });
}

} // namespace castdeck
