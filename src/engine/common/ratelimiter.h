// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "wire/address.h"

#include <map>
#include <vector>

namespace castdeck
{

/// At most so many answers in any window of time for one source address (Choice I12). Its memory is bounded:
/// when as many addresses as it can hold have been answered within the window, further addresses get nothing.
class RateLimiter
{
public:
    struct Limits {
        size_t answers = 20;
        Duration window = std::chrono::seconds(1);
        size_t addresses = 4096;
    };
    RateLimiter() : RateLimiter(Limits{}) {}
    explicit RateLimiter(const Limits &limits) : m_limits(limits) {}

    /// True if @p source may be answered now; the answer is then counted.
    bool allow(const wire::Address &source, Instant now);
    size_t addresses() const { return m_sources.size(); }

private:
    /// The times of the last answers, the oldest at `oldest` once it is full.
    struct Source {
        std::vector<Instant> answers;
        size_t oldest = 0;
        Instant newest{};
    };
    void forgetQuiet(Instant now);

    Limits m_limits;
    std::map<wire::Address, Source> m_sources;
    Instant m_lastCleaning{};
};

} // namespace castdeck
