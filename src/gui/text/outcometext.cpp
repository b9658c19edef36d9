// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/outcometext.h"

#include "core/untrusted.h"
#include "gui/text/errortext.h"

namespace castdeck
{

Report OutcomeText::report(OrderKind kind, const OrderOutcome &outcome)
{
    QStringList parts;
    Report report;
    if (!outcome.done.isEmpty())
        parts << doneText(kind, outcome);
    if (outcome.unanswered > 0) {
        report.kind = Report::Kind::Doubtful;
        parts << unansweredText(outcome);
    }
    if (!outcome.failures.isEmpty()) {
        report.kind = Report::Kind::Failed;
        parts << failedText(outcome);
    }
    if (!outcome.failures.isEmpty())
        offerRemedy(report, outcome.failures.constFirst());
    report.text = parts.join(QStringLiteral(" · "));
    report.details = detailsOf(outcome);
    return report;
}

void OutcomeText::offerRemedy(Report &report, const OrderOutcome::Failure &failure)
{
    if (!failure.row.server.isValid())
        return;
    const bool isUnreached = failure.error.code == ErrorCode::TransportServerUnavailable ||
                             failure.error.code == ErrorCode::ConnectionLost;
    report.about = isUnreached ? RowKey{failure.row.server, RowKind::Server, 0} : failure.row;
    report.remedy = isUnreached ? Report::Remedy::RetryNow : Report::Remedy::ShowRow;
}

QString OutcomeText::detailsOf(const OrderOutcome &outcome)
{
    QStringList lines;
    for (const OrderOutcome::Target &target : outcome.targets)
        lines << tr("%1 on %2: %3", "name on server: outcome")
                     .arg(target.name, target.serverName, ofTarget(target));
    return lines.join(QLatin1Char('\n'));
}

Report OutcomeText::again(const QString &title, const OrderOutcome &outcome)
{
    Report report;
    QStringList parts;
    if (!outcome.done.isEmpty())
        parts << tr("%n done", nullptr, static_cast<int>(outcome.done.size()));
    if (outcome.unanswered > 0) {
        report.kind = Report::Kind::Doubtful;
        parts << unansweredText(outcome);
    }
    if (!outcome.failures.isEmpty()) {
        report.kind = Report::Kind::Failed;
        parts << failedText(outcome);
    }
    report.text = tr("%1, again: %2", "order: outcome").arg(title, parts.join(QStringLiteral(" · ")));
    report.details = detailsOf(outcome);
    return report;
}

Report OutcomeText::report(const OrderOutcome &outcome, const QString &done, const QString &failed)
{
    if (outcome.failures.isEmpty() && outcome.unanswered == 0)
        return {Report::Kind::Done, done, {}};
    if (outcome.failures.isEmpty())
        return {Report::Kind::Doubtful, done + QStringLiteral(" · ") + unansweredText(outcome), {}};
    const auto &[name, error, row] = outcome.failures.constFirst();
    if (error.code == ErrorCode::TransportServerUnavailable)
        return notConnected(error.detail);
    return {Report::Kind::Failed, failed.arg(name, ErrorText::sentence(error)), ErrorText::details(error)};
}

QString OutcomeText::ofTarget(const OrderOutcome::Target &target)
{
    if (target.error)
        return QStringLiteral("%1 (%2)").arg(ErrorText::sentence(*target.error),
                                             ErrorText::details(*target.error));
    QStringList parts{tr("done")};
    if (target.disconnected > 0)
        parts << tr("%n client(s) disconnected", nullptr, static_cast<int>(target.disconnected));
    if (!target.unansweredNames.isEmpty())
        parts << tr("never answered: %1").arg(printable(target.unansweredNames.join(QStringLiteral(", "))));
    return parts.join(QStringLiteral(", "));
}

QString OutcomeText::title(OrderKind kind)
{
    switch (kind) {
    case OrderKind::Terminate:
        return tr("Terminate");
    case OrderKind::Disconnect:
        return tr("Disconnect");
    case OrderKind::Bypass:
        return tr("Bypass multicast");
    case OrderKind::Retire:
        return tr("Stop publishing and cut off");
    case OrderKind::Drain:
        return tr("Stop publishing");
    case OrderKind::Start:
        return tr("Start now");
    case OrderKind::TerminateContent:
        return tr("Terminate content");
    }
    return {};
}

Report OutcomeText::notConnected(const QString &serverName)
{
    return {Report::Kind::Failed, tr("%1 is not connected").arg(serverName), {}};
}

QString OutcomeText::unansweredText(const OrderOutcome &outcome)
{
    const QString names = printable(outcome.unansweredNames.join(QStringLiteral(", ")));
    const int count = static_cast<int>(outcome.unanswered);
    return names.isEmpty() ? tr("%n client(s) never answered", nullptr, count)
                           : tr("%n client(s) never answered: %1", nullptr, count).arg(names);
}

QString OutcomeText::doneText(OrderKind kind, const OrderOutcome &outcome)
{
    const int done = static_cast<int>(outcome.done.size());
    const QString first = outcome.done.constFirst();
    switch (kind) {
    case OrderKind::Terminate: {
        const QString clients =
            tr("%n client(s) disconnected", nullptr, static_cast<int>(outcome.disconnected));
        return (done == 1 ? tr("Session of %1 terminated").arg(first)
                          : tr("%n session(s) terminated", nullptr, done)) +
               QStringLiteral(", ") + clients;
    }
    case OrderKind::Disconnect:
        return done == 1 ? tr("%1 disconnected").arg(first) : tr("%n client(s) disconnected", nullptr, done);
    case OrderKind::Bypass:
        return done == 1 ? tr("%1 sent to another way of transfer").arg(first)
                         : tr("%n client(s) sent to another way of transfer", nullptr, done);
    case OrderKind::Retire:
        return done == 1 ? tr("%1 is not published any more").arg(first)
                         : tr("%n namespace(s) not published any more", nullptr, done);
    case OrderKind::Drain:
        return (done == 1 ? tr("%1 is taken back").arg(first)
                          : tr("%n namespace(s) taken back", nullptr, done)) +
               QStringLiteral("; ") + tr("those who are connected finish");
    case OrderKind::Start:
        return done == 1 ? tr("%1 has started").arg(first) : tr("%n transmission(s) started", nullptr, done);
    case OrderKind::TerminateContent:
        return (done == 1 ? tr("All sessions of %1 terminated").arg(first)
                          : tr("All sessions of %n content(s) terminated", nullptr, done)) +
               QStringLiteral(", ") +
               tr("%n client(s) disconnected", nullptr, static_cast<int>(outcome.disconnected));
    }
    return {};
}

QString OutcomeText::failedText(const OrderOutcome &outcome)
{
    if (outcome.failures.size() > 1)
        return tr("%n failed", nullptr, static_cast<int>(outcome.failures.size())) + QStringLiteral(": ") +
               ErrorText::sentence(outcome.failures.constFirst().error);
    const OrderOutcome::Failure &failure = outcome.failures.constFirst();
    return tr("%1 failed: %2", "name: why").arg(failure.name, ErrorText::sentence(failure.error));
}

} // namespace castdeck
