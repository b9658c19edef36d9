// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/sessioninitiator.h"

#include <vector>

namespace castdeck
{

/// Those who were led to a session and have not joined it yet. Each holds one of its places, for a bounded
/// time: a crowd that asks at once is then shared out before its first machine has joined, and whoever never
/// comes takes nobody's place for long.
class Guests
{
public:
    /// Of those behind one address that nobody vouches for; further ones are let in, too, but hold no place.
    static constexpr size_t UnknownPerAddress = 64;

    /// A place for the asker, or the one that it has, until then.
    void expect(const InitiationAsk &ask, Instant until, Instant now);
    /// It will not come.
    void forget(const InitiationAsk &ask);
    /// Whether the asker holds a place.
    bool contains(const InitiationAsk &ask, Instant now) const;
    /// Places that are held.
    size_t count(Instant now) const;
    /// When the last place is given up.
    Instant latest() const;
    /// A client of that name has joined from there and gives up the place that it held as an asker.
    void joined(const QString &address, const QString &name);

private:
    struct Guest {
        InitiationAsk ask;
        Instant until;
        bool is(const InitiationAsk &other) const
        {
            return ask.address == other.address && ask.asker == other.asker && ask.client == other.client;
        }
    };
    std::vector<Guest> m_guests; ///< the oldest first
};

} // namespace castdeck
