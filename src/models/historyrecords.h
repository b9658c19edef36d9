// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "models/record.h"

#include <QCoreApplication>
#include <functional>

namespace castdeck
{

/// What a server remembers, as rows: sessions with their clients, and administrative verbs.
class HistoryRecords
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::HistoryRecords)
public:
    using ErrorSentence = std::function<QString(const Error &)>;

    static QList<RecordColumn> sessionColumns();
    static Record of(const EndedSession &session, const ErrorSentence &errorText);
    static QList<RecordColumn> auditColumns();
    static Record of(const AuditRecord &record, const ErrorSentence &errorText);

private:
    static Record of(const EndedClient &client);
    static QString name(SessionOutcome outcome);
    static QString name(ClientOutcome outcome);
};

} // namespace castdeck
