// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "gui/servers/serverfeed.h"
#include "gui/text/orderoutcome.h"

#include <functional>
#include <optional>

namespace castdeck
{

/// One order on its way, for one target or several: marks each, asks its server, counts the outcome, and
/// takes the mark back. The connection sees to it that the rows are true by then. Deletes itself after
/// finished().
class Order : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    struct Target {
        QPointer<ServerFeed> feed; ///< null: the server is gone
        QString name;              ///< what the outcome calls it
        QString serverName{};
        /// Shows with true that it waits for the answer, with false that it does not any more; may be empty.
        std::function<void(bool waits)> mark{};
    };
    /// Asks one that answers with a report. All targets are given in one go.
    template <class Verb>
    void give(Target target, const Verb &verb)
    {
        using Answer = Result<typename Verb::Reply>;
        ++m_open;
        if (target.mark)
            target.mark(true);
        TransportServer *server = target.feed ? target.feed->server() : nullptr;
        const QFuture<Answer> future =
            server ? server->ask(verb)
                   : answered(Answer(failure(ErrorCode::TransportServerUnavailable, target.serverName)));
        whenFinished(this, future, [this, target = std::move(target)](const Answer &answer) {
            if (answer)
                count(*answer);
            end(target, answer ? std::nullopt : std::optional(answer.error()));
        });
    }

Q_SIGNALS:
    /// Once, when every target's order has been answered or has failed.
    void finished(const castdeck::OrderOutcome &outcome);

private:
    void count(const DisconnectReport &report);
    void count(const NamespaceReport &) {}
    void end(const Target &target, const std::optional<Error> &failure);

    OrderOutcome m_outcome;
    qsizetype m_open = 0;
};

} // namespace castdeck
