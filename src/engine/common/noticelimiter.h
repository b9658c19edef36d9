// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "engine/common/ratelimiter.h"

namespace castdeck
{

/// Whoever may join can make a server say things: not more of them than a person can read, nor a disk hold,
/// whatever session they are of. What needs a look is counted apart, so that a crowd that comes and goes does
/// not hide it. What an administrator or the server itself does is always said.
class NoticeLimiter
{
public:
    /// Of what happens all the time, and as many of what needs a look, in any ten seconds.
    static constexpr size_t Most = 500;

    /// Whether it may be said now; it is then counted.
    bool allow(Notice::Kind kind, Instant now);
    /// How many were not, since this was asked last.
    quint64 takeOmitted() { return std::exchange(m_omitted, 0); }

private:
    static constexpr RateLimiter::Limits Limits{
        .answers = Most, .window = std::chrono::seconds(10), .addresses = 1};

    RateLimiter m_usual{Limits};
    RateLimiter m_troubles{Limits};
    quint64 m_omitted = 0;
};

} // namespace castdeck
