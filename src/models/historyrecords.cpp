// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historyrecords.h"
#include "core/untrusted.h"

#include "models/format.h"

#include <QLocale>
#include <algorithm>

namespace castdeck
{

namespace
{

RecordCell text(const QString &value)
{
    return {printable(value), value.isEmpty() ? QVariant() : QVariant(value)};
}

RecordCell time(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    return {QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat), utc.toUTC().toString(Qt::ISODate)};
}

RecordCell duration(const QDateTime &from, const QDateTime &to)
{
    if (!from.isValid() || !to.isValid())
        return {};
    const qint64 seconds = from.secsTo(to);
    return {format::duration(seconds), seconds};
}

} // namespace

QList<RecordColumn> HistoryRecords::sessionColumns()
{
    using Kind = RecordColumn::Kind;
    return {{QStringLiteral("name"), tr("Name")},
            {QStringLiteral("namespace"), tr("Namespace")},
            {QStringLiteral("ended"), tr("Ended"), Kind::Time},
            {QStringLiteral("outcome"), tr("Outcome")},
            {QStringLiteral("duration"), tr("Duration"), Kind::Number},
            {QStringLiteral("clients"), tr("Clients"), Kind::Number},
            {QStringLiteral("completed"), tr("Complete"), Kind::Number},
            {QStringLiteral("progress"), tr("Progress"), Kind::Number},
            {QStringLiteral("bytes"), tr("Sent"), Kind::Number},
            {QStringLiteral("rate"), tr("Rate"), Kind::Number},
            {QStringLiteral("by"), tr("By")},
            {QStringLiteral("reason"), tr("Reason")},
            {QStringLiteral("address"), tr("Address")}};
}

QString HistoryRecords::name(SessionOutcome outcome)
{
    switch (outcome) {
    case SessionOutcome::Finished:
        return tr("Finished");
    case SessionOutcome::Terminated:
        return tr("Terminated");
    case SessionOutcome::Failed:
        return tr("Failed");
    }
    return {};
}

QString HistoryRecords::name(ClientOutcome outcome)
{
    switch (outcome) {
    case ClientOutcome::Completed:
        return tr("Has everything");
    case ClientOutcome::Left:
        return tr("Gave up");
    case ClientOutcome::Disconnected:
        return tr("Disconnected");
    case ClientOutcome::Demoted:
        return tr("Went on in a slower session");
    case ClientOutcome::Vanished:
        return tr("Vanished");
    }
    return {};
}

Record HistoryRecords::of(const EndedSession &session, const ErrorSentence &errorText)
{
    Record record;
    const QString end = session.error ? errorText(*session.error) : name(session.outcome);
    const auto clients = session.clients.size() + session.clientsOmitted;
    const auto complete =
        std::ranges::count(session.clients, ClientOutcome::Completed, &EndedClient::outcome);
    const QString outcome = clients == 0
                                ? end
                                : tr("%1, %2 of %3 complete", "how it ended, clients")
                                      .arg(end, QLocale().toString(complete), QLocale().toString(clients));
    record.cells = {text(session.contentName),
                    text(session.namespaceName),
                    time(session.endedAt),
                    {outcome, toText(session.outcome)},
                    duration(session.startedAt, session.endedAt),
                    {QLocale().toString(clients), clients},
                    {QLocale().toString(complete), qlonglong(complete)},
                    {},
                    {format::size(session.bytesSent), session.bytesSent},
                    {format::rate(session.meanRate), session.meanRate},
                    text(session.by),
                    text(session.reason),
                    text(QStringLiteral("%1:%2").arg(session.groupAddress).arg(session.port))};
    record.alert = session.outcome == SessionOutcome::Failed;
    QStringList lines{printable(session.contentName), outcome};
    lines << tr("From %1 to %2").arg(time(session.startedAt).text, time(session.endedAt).text);
    if (session.clientsOmitted > 0)
        lines << tr("%n more client(s) found no room in the record", nullptr,
                    static_cast<int>(session.clientsOmitted));
    record.toolTip = lines.join(QLatin1Char('\n'));
    for (const EndedClient &client : session.clients)
        record.children << of(client);
    return record;
}

Record HistoryRecords::of(const EndedClient &client)
{
    Record record;
    record.cells = {text(client.name.isEmpty() ? client.ipAddress : client.name),
                    {},
                    time(client.leftAt),
                    {name(client.outcome), toText(client.outcome)},
                    duration(client.joinedAt, client.leftAt),
                    {},
                    {},
                    {format::percent(client.percentCompletion), client.percentCompletion},
                    {},
                    {},
                    text(client.by),
                    text(client.reason),
                    text(client.ipAddress)};
    record.alert = client.outcome == ClientOutcome::Vanished;
    record.toolTip =
        QStringList{printable(client.name), printable(client.macAddress), printable(client.userIdentity)}
            .join(QLatin1Char('\n'))
            .trimmed();
    return record;
}

QList<RecordColumn> HistoryRecords::auditColumns()
{
    return {{QStringLiteral("time"), tr("Time"), RecordColumn::Kind::Time},
            {QStringLiteral("who"), tr("Who")},
            {QStringLiteral("verb"), tr("Verb")},
            {QStringLiteral("subject"), tr("About")},
            {QStringLiteral("result"), tr("Result")},
            {QStringLiteral("reason"), tr("Reason")},
            {QStringLiteral("role"), tr("Role")},
            {QStringLiteral("address"), tr("From")}};
}

Record HistoryRecords::of(const AuditRecord &audit, const ErrorSentence &errorText)
{
    Record record;
    const RecordCell result = audit.error ? RecordCell{errorText(*audit.error), errorName(audit.error->code)}
                                          : RecordCell{tr("Done"), QStringLiteral("ok")};
    record.cells = {time(audit.time), text(audit.who),    text(audit.verb), text(audit.subject),
                    result,           text(audit.reason), text(audit.role), text(audit.address)};
    record.alert = audit.error.has_value();
    if (audit.error)
        record.toolTip =
            QStringLiteral("%1, %2").arg(errorName(audit.error->code), errorHex(audit.error->code));
    return record;
}

} // namespace castdeck
