// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/sessioninitiator.h"
#include "transport/content/contentsource.h"

#include <QByteArray>
#include <QHash>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace castdeck
{

/// What receivers may get by unicast: the very files that sessions carry, as long as they run and a while
/// after. A ticket, a random number, is for one receiver that the server let into the session, and dies with
/// whatever gave it: see the cut…() below. Contents of namespaces that take anybody are found by the number
/// of the session as well. Thread-safe.
class FallbackContents
{
public:
    using Source = std::shared_ptr<const ContentSource>;
    /// After the session has ended, and after each use …
    static constexpr std::chrono::minutes Kept{15};
    /// … but not longer than this after its end.
    static constexpr std::chrono::hours KeptMost{24};
    /// Of one session.
    static constexpr qsizetype TicketsMost = 4096;

    struct Content {
        Source source;
        bool open = false; ///< without a ticket, too
        ContentId content{};
        NamespaceId owner{};
    };
    /// One that is known stays as it is.
    void add(SessionId session, const Content &content);
    bool contains(SessionId session) const;
    /// The asker's ticket, the same each time: "/content/TICKET". Empty for a session that is not known, and
    /// if there are too many.
    QByteArray ticketOf(SessionId session, const InitiationAsk &ask);
    void sessionEnded(SessionId session, Instant now);

    // Whoever got something by these gets nothing more, in the middle of an answer if need be.
    void cutToken(const QString &tokenId);
    /// Of the session's content, whatever session let the client in; by name, or all from that address if
    /// none has the name.
    void cutClient(SessionId session, const QString &address, const QString &name);
    void cutSession(SessionId session);
    void cutNamespace(NamespaceId owner);
    void cutAll();

    /// What somebody may have, until it is cut.
    struct Permit {
        Source source;
        std::shared_ptr<const std::atomic<bool>> isCut;
        QString tokenId{}; ///< by which it got its ticket; empty: none was needed
    };
    /// What a path leads to, "/content/TICKET" or "/session/NUMBER".
    std::optional<Permit> find(const QByteArray &path, Instant now);

private:
    using Cut = std::shared_ptr<std::atomic<bool>>;
    struct Entry {
        Content content;
        Cut cut = std::make_shared<std::atomic<bool>>(false); ///< of those without a ticket
        Instant until = Instant::max();                       ///< max: the session runs
        Instant untilMost = Instant::max();
        QHash<QString, QByteArray> tickets{}; ///< by receiver
    };
    struct Ticket {
        SessionId session;
        InitiationAsk ask;
        QString receiver;
        Cut cut = std::make_shared<std::atomic<bool>>(false);
    };
    void forgetOld(Instant now);
    void cutTickets(const std::function<bool(const Ticket &)> &which);
    void cutEntries(const std::function<bool(SessionId, const Entry &)> &which);

    mutable std::mutex m_mutex;
    QHash<SessionId, Entry> m_entries;
    QHash<QByteArray, Ticket> m_tickets;
};

} // namespace castdeck
