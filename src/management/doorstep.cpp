// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/doorstep.h"

#include <QHash>
#include <algorithm>

namespace castdeck
{

void Doorstep::enter(quint64 key, const QString &address, Instant now)
{
    m_entries.push_back({key, address, now});
}

void Doorstep::leave(quint64 key)
{
    std::erase_if(m_entries, [key](const Entry &entry) { return entry.key == key; });
}

int Doorstep::countOf(const QString &address) const
{
    return int(std::ranges::count(m_entries, address, &Entry::address));
}

const Doorstep::Entry *Doorstep::oldestOfFullest() const
{
    QHash<QString, int> counts;
    for (const Entry &entry : m_entries)
        ++counts[entry.address];
    const auto fullest =
        std::ranges::max_element(m_entries, {}, [&](const Entry &entry) { return counts[entry.address]; });
    return fullest == m_entries.end() ? nullptr : &*fullest;
}

std::optional<quint64> Doorstep::foremost() const
{
    const Entry *const entry = oldestOfFullest();
    return entry ? std::optional(entry->key) : std::nullopt;
}

std::optional<quint64> Doorstep::inTheWay(const QString &address, Instant now) const
{
    const auto isOlder = [&](const Entry &entry, Duration age) { return now - entry.since >= age; };
    // Where there is little room, an address has little of it.
    const int share = std::min(m_limits.perAddress, std::max(1, m_limits.inAll / 4));
    const auto own = std::ranges::find(m_entries, address, &Entry::address);
    if (own != m_entries.end() && isOlder(*own, m_limits.patience) && countOf(address) >= share)
        return own->key;
    // While others wait outside, patience is shorter.
    const Entry *const entry = isFull() ? oldestOfFullest() : nullptr;
    if (entry && (isOlder(*entry, m_limits.patience / 5) || countOf(entry->address) > share))
        return entry->key;
    return std::nullopt;
}

} // namespace castdeck
