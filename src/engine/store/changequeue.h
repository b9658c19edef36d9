// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "engine/store/databases.h"

#include <deque>

namespace castdeck
{

/// What a server keeps is changed here, one change after the other: each is judged when its turn has come,
/// kept by the store, and only then shown. So what is shown is what is kept, and no two changes see each
/// other half done. Whoever waits for one too long is refused; a change that the store turns out to have made
/// all the same is shown then. Lives in the engine thread.
class ChangeQueue
{
public:
    /// Changes that may wait.
    static constexpr size_t Most = 256;

    struct Change {
        /// In the thread of the store; owns what it uses. Without it there is nothing to be kept.
        std::function<Result<void>(Store &)> keep;
        std::function<void()> show; ///< whatever happened meanwhile that is not kept
    };
    /// What is to be done as things are now, or why it is not.
    using Plan = std::function<Result<Change>()>;
    using Refuse = std::function<void(const Error &)>;

    /// @p databases outlive it.
    explicit ChangeQueue(Databases &databases) : m_databases(databases) {}

    /// From now on changes are kept, in a store that is open. Before, each is made at once. @p path is for
    /// error texts.
    void keepIn(const QString &path) { m_path = path; }
    bool isKept() const { return !m_path.isEmpty(); }

    /// Either @p plan's change is shown or @p refuse is called: with its error, with that of the store, with
    /// Busy, or with FolderNotAnswering when the store has not answered for Databases::patience().
    void add(Plan plan, Refuse refuse);
    /// The same, and @p reply is told the error.
    template <class T>
    void add(const PendingReply<T> &reply, Plan plan)
    {
        add(std::move(plan),
            [this, reply](const Error &error) { reply.answer(&m_context, tl::unexpected(error)); });
    }

private:
    struct Waiting {
        quint64 number = 0;
        Plan plan;
        Refuse refuse; ///< empty once it was called
    };
    void begin();
    void settle(const Result<void> &kept);
    void giveUp(quint64 number);
    Error late() const { return {ErrorCode::FolderNotAnswering, m_path}; }

    Databases &m_databases;
    QString m_path;
    QObject m_context;
    quint64 m_last = 0;
    std::deque<Waiting> m_waiting;
    std::optional<Waiting> m_current; ///< is in the store's hands
    std::function<void()> m_show;     ///< of the current one
};

} // namespace castdeck
