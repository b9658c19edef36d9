// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/sessioninitiator.h"
#include "engine/content/contenttree.h"
#include "engine/session/unicastclients.h"
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
    /// From now on whoever has a ticket of the session may have that, too.
    void addTree(SessionId session, std::shared_ptr<const ContentTree> tree);
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

    /// What one receiver gets, over all its connections: the sending threads write, the engine's reads.
    struct Account {
        std::atomic<quint64> bytes = 0;
        std::atomic<int> open = 0;         ///< answers under way
        std::atomic<bool> isWhole = false; ///< the last one went to its end
        std::atomic<Instant> last = Instant::min();
    };
    /// What somebody may have, until it is cut.
    struct Permit {
        Source source;
        std::shared_ptr<const std::atomic<bool>> isCut;
        QString tokenId{}; ///< by which it got its ticket; empty: none was needed
        std::shared_ptr<Account> account{};
    };
    /// What a path leads to, "/content/TICKET" or "/session/NUMBER", for somebody from that address.
    std::optional<Permit> find(const QByteArray &path, Instant now, const QString &address = {});

    /// The hash tree of what a ticket is for.
    struct TreePermit {
        std::shared_ptr<const ContentTree> tree;
        std::shared_ptr<const std::atomic<bool>> isCut;
        QString tokenId{}; ///< by which it got its ticket
    };
    /// What a path "/tree/TICKET" leads to. Nothing for a session without a tree.
    std::optional<TreePermit> findTree(const QByteArray &path, Instant now);

    /// Nothing was asked for so long: it is over.
    static constexpr std::chrono::seconds Patience{30};
    /// The same if all that it lacked was sent: who still lacks something asks at once.
    static constexpr std::chrono::seconds WholePatience{3};
    /// Whoever gets something now.
    QList<UnicastTransfer> transfers(Instant now);
    /// Called when somebody gets the first of something, in the thread that sends; empty: nobody. When this
    /// returns nobody is in it.
    void setListener(std::function<void()> listener);
    /// The sending of an answer begins, or is over.
    void begin(Account &account);
    static void end(Account &account, bool isWhole);

private:
    using Cut = std::shared_ptr<std::atomic<bool>>;
    struct Entry {
        Content content;
        Cut cut = std::make_shared<std::atomic<bool>>(false); ///< of those without a ticket
        Instant until = Instant::max();                       ///< max: the session runs
        Instant untilMost = Instant::max();
        QHash<QString, QByteArray> tickets{}; ///< by receiver
        std::shared_ptr<const ContentTree> tree{};

        void noteUse(Instant now)
        {
            if (until != Instant::max())
                until = std::min(now + Kept, untilMost);
        }
    };
    struct Ticket {
        SessionId session;
        InitiationAsk ask;
        QString receiver;
        Cut cut = std::make_shared<std::atomic<bool>>(false);
    };
    struct Receiver {
        UnicastTransfer transfer; ///< who it is, and of what
        std::shared_ptr<Account> account = std::make_shared<Account>();
        Cut cut;
    };
    /// At most so many are told of; others get what they get all the same.
    static constexpr qsizetype ReceiversMost = 4096;
    std::shared_ptr<Account> accountOf(const QByteArray &key, UnicastTransfer transfer, const Cut &cut);
    void forgetOld(Instant now);
    void cutTickets(const std::function<bool(const Ticket &)> &which);
    void cutEntries(const std::function<bool(SessionId, const Entry &)> &which);

    mutable std::mutex m_mutex;
    QHash<SessionId, Entry> m_entries;
    QHash<QByteArray, Ticket> m_tickets;
    QHash<QByteArray, Receiver> m_receivers; ///< by ticket, or by session and address
    quint64 m_lastTransfer = 0;
    std::mutex m_listenerMutex;
    std::function<void()> m_listener;
};

} // namespace castdeck
