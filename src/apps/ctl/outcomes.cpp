// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/outcomes.h"

#include <algorithm>
#include <set>

namespace castdeck
{

Outcomes::Outcomes(Shell &shell, const QString &kind, const QList<Column> &reportColumns)
    : QObject(&shell), m_shell(shell), m_kind(kind)
{
    m_columns = QList<Column>{{"id", "ID"}, {"outcome", "OUTCOME"}} + reportColumns +
                QList<Column>{{"error", "ERROR", Column::Kind::Failure}};
}

void Outcomes::settle(qsizetype place, const Result<QJsonObject> &result)
{
    m_results[place] = result;
    if (std::ranges::all_of(std::as_const(m_results), [](const auto &one) { return one.has_value(); }))
        report();
}

void Outcomes::report()
{
    Listing listing{m_columns, {}};
    std::set<ExitCode> codes;
    for (qsizetype i = 0; i < m_ids.size(); ++i) {
        const Result<QJsonObject> &result = **std::next(m_results.constBegin(), i);
        QJsonObject row = result.value_or(QJsonObject());
        // A report that names what was made says so under another name.
        if (row.contains(QStringLiteral("id")))
            row.insert(QStringLiteral("objectId"), row.value(QStringLiteral("id")));
        row.insert(QStringLiteral("id"), m_ids[i]);
        row.insert(QStringLiteral("outcome"), result ? QStringLiteral("done") : QStringLiteral("failed"));
        if (!result)
            row.insert(QStringLiteral("error"), errorObject(result.error()));
        listing.rows.append(row);
        codes.insert(result ? exitCodeFor(row.value(QStringLiteral("unanswered")).toInt())
                            : exitCodeFor(result.error()));
    }
    m_shell.list(listing);
    for (qsizetype i = 0; i < m_ids.size(); ++i) {
        const Result<QJsonObject> &result = **std::next(m_results.constBegin(), i);
        if (!result)
            m_shell.complain(result.error(), m_kind + QLatin1Char(' ') + m_ids[i].toVariant().toString());
    }
    const bool anyDone = codes.contains(ExitCode::Done) || codes.contains(ExitCode::SomeFailed);
    m_shell.finish(anyDone && codes.size() > 1 ? ExitCode::SomeFailed : *codes.begin());
}

ExitCode exitCodeFor(int unanswered)
{
    return unanswered == 0 ? ExitCode::Done : ExitCode::SomeFailed;
}

QList<Column> disconnectColumns()
{
    return {{"disconnected", "DISCONNECTED", Column::Kind::Number},
            {"unanswered", "UNANSWERED", Column::Kind::Number},
            {"unansweredNames", "NAMES"}};
}

} // namespace castdeck
