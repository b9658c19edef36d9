// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "gui/servers/serverfeed.h"
#include "gui/text/orderoutcome.h"

#include <functional>
#include <optional>
#include <vector>

namespace castdeck
{

/// One order on its way, for one target or several: marks each, asks its server, counts the outcome, and
/// takes the mark back. The connection sees to it that the rows are true by then. Deletes itself after
/// finished().
class Order : public QObject
{
    Q_OBJECT
public:
    /// @p title is what the list of orders calls it.
    explicit Order(const QString &title, QObject *parent = nullptr) : QObject(parent), m_title(title) {}

    struct Target {
        QPointer<ServerFeed> feed; ///< null: the server is gone
        QString name;              ///< what the outcome calls it
        QString serverName{};
        /// Shows with true that it waits for the answer, with false that it does not any more; may be empty.
        std::function<void(bool waits)> mark{};
        RowKey row{}; ///< where it stands in the tree; without a server: nowhere
    };
    /// The same order anew, for one target.
    using Gift = std::function<void(Order &)>;

    /// Asks one that answers with a report. All targets are given in one go.
    template <class Verb>
    void give(const Target &target, const Verb &verb)
    {
        using Answer = Result<typename Verb::Reply>;
        const qsizetype which = begin(target, [target, verb](Order &again) { again.give(target, verb); });
        TransportServer *server = target.feed ? target.feed->server() : nullptr;
        const QFuture<Answer> future =
            server ? server->ask(verb)
                   : answered(Answer(failure(ErrorCode::TransportServerUnavailable, target.serverName)));
        whenFinished(this, future, [this, which](const Answer &answer) {
            OrderOutcome::Target told;
            if (answer)
                count(*answer, told);
            else
                told.error = answer.error();
            end(which, std::move(told));
        });
    }

    const QString &title() const { return m_title; }
    qsizetype size() const { return static_cast<qsizetype>(m_targets.size()); }
    const Target &target(qsizetype which) const { return m_targets[static_cast<size_t>(which)]; }
    const Gift &gift(qsizetype which) const { return m_gifts[static_cast<size_t>(which)]; }

Q_SIGNALS:
    /// One more target was given.
    void given(qsizetype which);
    void ended(qsizetype which, const castdeck::OrderOutcome::Target &how);
    /// Once, when every target's order has been answered or has failed.
    void finished(const castdeck::OrderOutcome &outcome);

private:
    qsizetype begin(const Target &target, Gift gift);
    void count(const DisconnectReport &report, OrderOutcome::Target &told);
    void count(const NamespaceReport &, OrderOutcome::Target &) {}
    void end(qsizetype which, OrderOutcome::Target told);

    QString m_title;
    std::vector<Target> m_targets;
    std::vector<Gift> m_gifts;
    OrderOutcome m_outcome;
    qsizetype m_open = 0;
};

} // namespace castdeck
