// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/rowof.h"
#include "apps/ctl/shell.h"

namespace castdeck
{

/// The answers to several orders given at once, each reported, in the order they were given. When the last
/// one is there, all are shown, those that failed are complained about as well, and the program ends: with
/// what became of them if it is the same for all, else with SomeFailed.
class Outcomes : public QObject
{
public:
    /// @p kind is what the orders are about, such as "session". Owned by @p shell.
    Outcomes(Shell &shell, const QString &kind, const QList<Column> &reportColumns);

    /// One more answer to wait for; all are named before the event loop runs again.
    template <class T>
    void expect(const QJsonValue &id, const QFuture<Result<T>> &future)
    {
        const qsizetype place = m_ids.size();
        m_ids.append(id);
        m_results.append(std::nullopt);
        whenFinished(this, future, [this, place](const Result<T> &result) {
            settle(place, result.map([](const T &value) { return rowOf(value); }));
        });
    }

private:
    void settle(qsizetype place, const Result<QJsonObject> &result);
    void report();

    Shell &m_shell;
    QString m_kind;
    QList<Column> m_columns;
    QList<QJsonValue> m_ids;
    QList<std::optional<Result<QJsonObject>>> m_results;
};

/// Of a DisconnectReport: not all is done while a client never answered.
ExitCode exitCodeFor(int unanswered);
/// Columns of a DisconnectReport.
QList<Column> disconnectColumns();

} // namespace castdeck
