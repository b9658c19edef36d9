// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/clock.h"

#include <QString>
#include <optional>
#include <vector>

namespace castdeck
{

/// Those who have come and not yet said who they are: a bounded number, of whom the newest are the least
/// likely to mean ill. So they make way for whoever comes next, and nobody is kept out by those who only
/// stand there. Pure: it is told the time.
class Doorstep
{
public:
    struct Limits {
        int inAll = bounds::Ungreeted;
        int perAddress = bounds::UngreetedPerAddress;
        std::chrono::milliseconds patience{bounds::UngreetedPatience};
    };
    explicit Doorstep(const Limits &limits) : m_limits(limits) {}

    void enter(quint64 key, const QString &address, Instant now);
    /// It said who it is, or went. An unknown key is no error.
    void leave(quint64 key);

    /// Who has to go before somebody from that address comes in; ask again until there is none. One of the
    /// address itself, if too many of it are there for longer than the patience; else, if it is full, the
    /// oldest of the address that has most, once that has more than its share or no patience left.
    std::optional<quint64> inTheWay(const QString &address, Instant now) const;
    /// The oldest of the address that has most, however new.
    std::optional<quint64> foremost() const;
    /// Nobody else can be let in, since those who are here came just now.
    bool isFull() const { return int(m_entries.size()) >= m_limits.inAll; }
    qsizetype size() const { return qsizetype(m_entries.size()); }

private:
    struct Entry {
        quint64 key = 0;
        QString address;
        Instant since;
    };
    int countOf(const QString &address) const;
    const Entry *oldestOfFullest() const;

    Limits m_limits;
    std::vector<Entry> m_entries; ///< the oldest first
};

} // namespace castdeck
