// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/guests.h"

#include <algorithm>

namespace castdeck
{

void Guests::expect(const InitiationAsk &ask, Instant until, Instant now)
{
    std::erase_if(m_guests, [&](const Guest &guest) { return guest.until <= now; });
    const auto known = std::ranges::find_if(m_guests, [&](const Guest &guest) { return guest.is(ask); });
    if (known != m_guests.end()) {
        known->until = until;
        return;
    }
    const auto neighbours =
        std::ranges::count_if(m_guests, [&](const Guest &guest) { return guest.ask.address == ask.address; });
    if (!ask.identity.isEmpty() || static_cast<size_t>(neighbours) < UnknownPerAddress)
        m_guests.push_back({ask, until});
}

void Guests::forget(const InitiationAsk &ask)
{
    std::erase_if(m_guests, [&](const Guest &guest) { return guest.is(ask); });
}

bool Guests::contains(const InitiationAsk &ask, Instant now) const
{
    return std::ranges::any_of(m_guests,
                               [&](const Guest &guest) { return guest.is(ask) && guest.until > now; });
}

size_t Guests::count(Instant now) const
{
    return static_cast<size_t>(
        std::ranges::count_if(m_guests, [&](const Guest &guest) { return guest.until > now; }));
}

Instant Guests::latest() const
{
    const auto last = std::ranges::max_element(m_guests, {}, &Guest::until);
    return last == m_guests.end() ? Instant::min() : last->until;
}

void Guests::joined(const QString &address, const QString &name)
{
    const auto of = [&](const QString &client) {
        return std::ranges::find_if(m_guests, [&](const Guest &guest) {
            return guest.ask.address == address && guest.ask.client == client;
        });
    };
    // Whoever asked over UDP gave no name.
    auto guest = of(name);
    if (guest == m_guests.end())
        guest = of(QString());
    if (guest != m_guests.end())
        m_guests.erase(guest);
}

} // namespace castdeck
