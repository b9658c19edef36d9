// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <chrono>

namespace castdeck
{

/// How long to wait before the next attempt: doubling up to a limit, and then a random part of the upper half
/// of that, so that many who lost one server at one moment do not come back at one moment. Pure: the seed
/// decides.
class Backoff
{
public:
    using Milliseconds = std::chrono::milliseconds;

    explicit Backoff(quint32 seed, Milliseconds first = Milliseconds(500),
                     Milliseconds limit = Milliseconds(30'000));

    /// The wait before the next attempt; each call counts as one that failed.
    Milliseconds next();
    /// After an attempt that worked.
    void reset() { m_ceiling = m_first; }

private:
    Milliseconds m_first;
    Milliseconds m_limit;
    Milliseconds m_ceiling;
    QRandomGenerator m_random;
};

} // namespace castdeck
