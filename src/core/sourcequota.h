// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>
#include <optional>

namespace castdeck
{

/// How much is written down of what others cause: so much of each source, and so much of all of them
/// together. What is left out is counted, and the count goes with the next that is not. Its memory is bounded
/// by the latter. Pure: it is told the time. Thread: any one.
class SourceQuota
{
public:
    struct Limits {
        int perSource = 0;
        int inAll = 0;
        Duration window = std::chrono::minutes(1);
    };
    explicit SourceQuota(const Limits &limits) : m_limits(limits) {}

    /// How many were left out since the last that was not, if this one may be written; nothing: leave it out.
    std::optional<quint64> take(const QString &source, Instant now);

private:
    Limits m_limits;
    Instant m_windowEnd = Instant::min();
    QHash<QString, int> m_sources; ///< of this window; no more than inAll
    int m_all = 0;
    quint64 m_leftOut = 0;
};

/// What to write behind that which may be written; empty if nothing was left out.
QString leftOutText(quint64 count);

} // namespace castdeck
