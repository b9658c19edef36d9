// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/backoff.h"

namespace castdeck
{

Backoff::Backoff(quint32 seed, Milliseconds first, Milliseconds limit)
    : m_first(std::min(first, limit)), m_limit(limit), m_ceiling(m_first), m_random(seed)
{
}

Backoff::Milliseconds Backoff::next()
{
    const auto half = m_ceiling.count() / 2;
    const Milliseconds wait(half + m_random.bounded(qint64{m_ceiling.count()} - half + 1));
    m_ceiling = std::min(m_ceiling * 2, m_limit);
    return wait;
}

} // namespace castdeck
