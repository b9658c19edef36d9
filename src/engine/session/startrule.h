// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

namespace castdeck
{

// The start of a scheduled cast (management-api §3 and §5) as rules on its row, which is the whole state:
// waiting, started, or missed (Choice M01). Pure: no clock, no store.

/// Whether its clients are still held back.
bool waitsForStart(const NamespaceInfo &row);

enum class StartStep : quint8 {
    None,
    Start, ///< enough clients wait, or its time has come and somebody waits
    Miss,  ///< its time has come and nobody is there
    Await, ///< it was missed by a clock that was ahead: its time is still to come
};
/// What is due at @p now.
StartStep dueStep(const NamespaceInfo &row, const QDateTime &now);
/// When time alone makes something due; invalid: never.
QDateTime nextStepTime(const NamespaceInfo &row);

/// The row as it is once started, missed, or awaited again.
NamespaceInfo started(NamespaceInfo row);
NamespaceInfo missed(NamespaceInfo row);
NamespaceInfo awaited(NamespaceInfo row);

// Whether the verb can be done now; errors as TransportServer says, and NamespaceShutdownInProgress for a
// tombstone.
Result<void> mayStart(const NamespaceInfo &row);
Result<void> maySetMinimumClients(const NamespaceInfo &row, quint32 minimumClients);
Result<void> mayRearm(const NamespaceInfo &row, const QDateTime &startTime, const QDateTime &now);

} // namespace castdeck
