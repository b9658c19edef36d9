// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/database.h"

#include <array>

namespace castdeck
{

/// How much history is kept, whoever fills it. What strangers can cause has bounds of its own, so that it
/// never pushes out what administrators did and sessions came to.
struct HistoryLimits {
    qint64 sessions = 20'000;
    qint64 failures = 2'000; ///< sessions that failed before they sent anything
    qint64 records = 100'000;
    qint64 refusals = 20'000; ///< verbs that were refused or failed
    qint64 bytes = 256LL << 20U;
    /// What the records of one answer take as JSON, every character escaped.
    qsizetype pageBytes = 1'000'000;
};

/// Keeps a history within its limits, the oldest go first; counts in memory, so that a record costs little.
class HistoryBounds
{
public:
    explicit HistoryBounds(const HistoryLimits &limits) : m_limits(limits) {}

    enum class Kind { Session, Failure, Record, Refusal };
    /// After rows were removed otherwise, and at the beginning.
    Result<void> count(const Database &database);
    /// Makes room for one more, in the transaction in which it is written.
    Result<void> makeRoom(const Database &database, Kind kind);
    /// It is written.
    void noteOne(Kind kind) { ++m_counts.at(size_t(kind)); }

private:
    Result<void> remove(const Database &database, Kind kind, qint64 count);
    Result<void> shrink(const Database &database);
    qint64 limit(Kind kind) const;

    HistoryLimits m_limits;
    std::array<qint64, 4> m_counts{};
};

} // namespace castdeck
