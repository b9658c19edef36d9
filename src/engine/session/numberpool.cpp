// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/numberpool.h"

namespace castdeck
{

NumberPool::NumberPool(uint32_t first, uint32_t count, uint32_t start)
    : m_first(first), m_count(count), m_next(count > 0 ? start % count : 0)
{
}

std::optional<uint32_t> NumberPool::take()
{
    if (m_held.size() >= m_count)
        return std::nullopt;
    uint32_t number = 0;
    do {
        number = next();
        m_next = (m_next + 1) % m_count;
    } while (!m_held.insert(number).second);
    return number;
}

} // namespace castdeck
