// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "transport/contentsource.h"

#include <QByteArray>
#include <QHash>
#include <memory>
#include <mutex>

namespace castdeck
{

/// What receivers may get by unicast: the very files that sessions carry, as long as they run and a while
/// after. Each has a ticket, a random number that only those learn whom the server let into the session;
/// contents of namespaces that take anybody are found by the number of the session as well.
/// Thread-safe.
class FallbackContents
{
public:
    using Source = std::shared_ptr<const ContentSource>;
    /// After the session has ended, and after each use.
    static constexpr std::chrono::minutes Kept{15};

    /// @p open: without a ticket, too.
    void add(SessionId session, Source source, bool open);
    void sessionEnded(SessionId session, Instant now);
    /// "/content/TICKET"; empty for a session that is not known.
    QByteArray ticketOf(SessionId session) const;
    /// What a path leads to, "/content/TICKET" or "/session/NUMBER"; null if nothing.
    Source find(const QByteArray &path, Instant now);

private:
    struct Entry {
        Source source;
        QByteArray ticket;
        bool open = false;
        Instant until = Instant::max(); ///< max: the session runs
    };
    void forgetOld(Instant now);

    mutable std::mutex m_mutex;
    QHash<SessionId, Entry> m_entries;
    QHash<QByteArray, SessionId> m_tickets;
};

} // namespace castdeck
