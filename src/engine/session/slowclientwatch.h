// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sessionvalues.h"

#include <QHash>
#include <QSet>
#include <vector>

namespace castdeck
{

/// Finds the machines for which a session waits while the others could take more, and does nothing to them.
/// Each is found once. One for each session; what to do about them is SlowClientPolicy's business.
///
/// Only time counts in which unsent data wait for the clients. Of each three seconds of it, whoever was the
/// master for a quarter is slow if it asked to slow down (too much waited there) once a second and four times
/// as often as the others; or if the session was slower than a link of 100 Mbit/s, and loss and round trip of
/// that client allow a quarter of what those of the others do. The others: their median.
class SlowClientWatch
{
public:
    struct Finding {
        ClientId client;
        QString name;
        QString reason; ///< in words for people
    };

    /// To be called with every snapshot.
    std::vector<Finding> look(const SessionSnapshot &snapshot);

private:
    void startAnew(const SessionSnapshot &snapshot);
    QString reasonOf(const ClientSnapshot &client, const SessionSnapshot &snapshot) const;

    std::chrono::milliseconds m_since{0}; ///< on the scale of SendingCounters::waited
    uint64_t m_acknowledged = 0;          ///< at that time, as the next
    QHash<ClientId, uint64_t> m_slowDowns;
    std::chrono::milliseconds m_lookedAt{0}; ///< on the same scale
    QHash<ClientId, std::chrono::milliseconds> m_mastered;
    QSet<ClientId> m_found;
};

} // namespace castdeck
