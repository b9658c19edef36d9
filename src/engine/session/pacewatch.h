// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sessionvalues.h"

#include <QDateTime>
#include <QHash>
#include <QSet>

namespace castdeck
{

/// Sees from the snapshots of one session whether it gets on, and who cannot write as fast as it is sent.
class PaceWatch
{
public:
    /// To be called with every snapshot.
    void look(const SessionSnapshot &snapshot, Instant now);

    /// Data have waited for five seconds, and nothing was acknowledged meanwhile; invalid: it gets on.
    const QDateTime &stalledSince() const { return m_stalledSince; }
    /// Whoever asked to slow down (too much waited there) once a second, over three of them.
    bool writesSlowly(ClientId client) const { return m_slow.contains(client); }

private:
    void lookAtWriters(const SessionSnapshot &snapshot, Instant now);

    bool m_isFirst = true;
    uint64_t m_acknowledged = 0;
    std::chrono::milliseconds m_waited{0}; ///< when it got on last
    QDateTime m_gotOnAt;
    QDateTime m_stalledSince;
    Instant m_lookedAt = Instant::min();
    QHash<ClientId, uint64_t> m_slowDowns; ///< by then
    QSet<ClientId> m_slow;
};

} // namespace castdeck
