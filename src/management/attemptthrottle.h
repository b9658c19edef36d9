// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>

namespace castdeck
{

/// Slows down an address that showed a wrong token: its attempts are answered one after the other, each after
/// a longer wait, up to Longest. Forgets an address when nothing failed there for Memory, and the oldest of
/// more than MaxAddresses. Pure: it is told the time.
class AttemptThrottle
{
public:
    static constexpr std::chrono::milliseconds First{250};
    static constexpr std::chrono::milliseconds Longest{10'000};
    static constexpr std::chrono::minutes Memory{10};
    static constexpr qsizetype MaxAddresses = 4096;

    /// How long this attempt has to wait; zero while nothing failed at its address.
    std::chrono::milliseconds reserve(const QString &address, Instant now);
    void failed(const QString &address, Instant now);
    qsizetype size() const { return m_addresses.size(); }

private:
    struct Record {
        int failures = 0;
        Instant lastFailure;
        Instant nextAnswer;
    };
    void forget(Instant now);

    QHash<QString, Record> m_addresses;
};

} // namespace castdeck
