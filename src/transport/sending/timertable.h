// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <algorithm>
#include <array>

namespace castdeck
{

/// When each of a few timers is due, by the names of an enum whose last is Count.
template <class Name>
class TimerTable
{
public:
    TimerTable() { clearAll(); }

    void set(Name name, Instant due) { at(name) = due; }
    /// Not later than it is due already.
    void setSooner(Name name, Instant due) { at(name) = std::min(at(name), due); }
    void clear(Name name) { at(name) = Instant::max(); }
    void clearAll() { m_due.fill(Instant::max()); }
    bool isSet(Name name) const { return m_due[size_t(name)] != Instant::max(); }
    bool isDue(Name name, Instant now) const { return isSet(name) && m_due[size_t(name)] <= now; }
    /// The first of all; Instant::max() if none is set.
    Instant next() const { return *std::ranges::min_element(m_due); }

private:
    Instant &at(Name name) { return m_due[size_t(name)]; }

    std::array<Instant, size_t(Name::Count)> m_due;
};

} // namespace castdeck
