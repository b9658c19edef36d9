// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/startrule.h"

#include "core/namespacerules.h"

namespace castdeck
{

bool waitsForStart(const NamespaceInfo &row)
{
    return isScheduled(row.type) && !row.transmissionStarted && !row.tombstoned;
}

StartStep dueStep(const NamespaceInfo &row, const QDateTime &now)
{
    if (!waitsForStart(row) || row.type != NamespaceType::ScheduledCastAutoStart)
        return StartStep::None;
    if (row.minimumClients > 0 && row.waitingClients >= row.minimumClients)
        return StartStep::Start;
    if (row.startMissed && row.startTime > now)
        return StartStep::Await;
    const QDateTime time = nextStepTime(row);
    if (!time.isValid() || time > now)
        return StartStep::None;
    return row.waitingClients > 0 ? StartStep::Start : StartStep::Miss;
}

QDateTime nextStepTime(const NamespaceInfo &row)
{
    const bool isTimed = waitsForStart(row) && row.type == NamespaceType::ScheduledCastAutoStart;
    return isTimed && !row.startMissed ? row.startTime : QDateTime();
}

NamespaceInfo started(NamespaceInfo row)
{
    row.transmissionStarted = true;
    row.startMissed = false;
    row.waitingClients = 0;
    return row;
}

NamespaceInfo missed(NamespaceInfo row)
{
    row.startMissed = true;
    return row;
}

NamespaceInfo awaited(NamespaceInfo row)
{
    row.startMissed = false;
    return row;
}

Result<void> mayStart(const NamespaceInfo &row)
{
    if (row.tombstoned)
        return failure(ErrorCode::NamespaceShutdownInProgress, row.name);
    if (!isScheduled(row.type))
        return failure(ErrorCode::InvalidOperation, toText(row.type));
    if (row.transmissionStarted)
        return failure(ErrorCode::NamespaceAlreadyStarted, row.name);
    if (row.waitingClients == 0)
        return failure(ErrorCode::NamespaceStartFailedNoClients, row.name);
    return {};
}

Result<void> maySetMinimumClients(const NamespaceInfo &row, quint32 minimumClients)
{
    if (row.tombstoned)
        return failure(ErrorCode::NamespaceShutdownInProgress, row.name);
    if (row.type != NamespaceType::ScheduledCastAutoStart)
        return failure(ErrorCode::NamespaceReadOnly, toText(row.type));
    if (row.transmissionStarted)
        return failure(ErrorCode::NamespaceAlreadyStarted, row.name);
    if (minimumClients == 0 && !row.startTime.isValid())
        return failure(ErrorCode::InvalidNamespaceStartParameters,
                       QStringLiteral("neither minimum of clients nor start time"));
    return {};
}

Result<void> mayRearm(const NamespaceInfo &row, const QDateTime &startTime, const QDateTime &now)
{
    if (row.tombstoned)
        return failure(ErrorCode::NamespaceShutdownInProgress, row.name);
    if (!row.startMissed || row.transmissionStarted)
        return failure(ErrorCode::InvalidOperation, QStringLiteral("its start was not missed"));
    if (!startTime.isValid())
        return failure(ErrorCode::InvalidNamespaceStartTime);
    if (startTime <= now)
        return failure(ErrorCode::StartTimeInPast, startTime.toUTC().toString(Qt::ISODateWithMs));
    return {};
}

} // namespace castdeck
