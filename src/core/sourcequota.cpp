// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sourcequota.h"

namespace castdeck
{

std::optional<quint64> SourceQuota::take(const QString &source, Instant now)
{
    if (now >= m_windowEnd) {
        m_windowEnd = now + m_limits.window;
        m_sources.clear();
        m_all = 0;
    }
    const bool hasRoom = m_all < m_limits.inAll && m_sources.value(source) < m_limits.perSource;
    if (!hasRoom) {
        ++m_leftOut;
        return std::nullopt;
    }
    ++m_all;
    ++m_sources[source];
    return std::exchange(m_leftOut, 0);
}

QString leftOutText(quint64 count)
{
    return count == 0 ? QString() : QStringLiteral(" (%1 more were left out)").arg(count);
}

} // namespace castdeck
