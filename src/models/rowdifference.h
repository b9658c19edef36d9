// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clientmeasures.h"
#include "models/columns.h"

namespace castdeck
{

/// The columns that read differently, so that a progress report repaints a cell and not a row.
ColumnSet rowDifference(const SessionInfo &a, const SessionInfo &b);
ColumnSet rowDifference(const NamespaceInfo &a, const NamespaceInfo &b);
ColumnSet rowDifference(const ClientInfo &a, const ClientInfo &b);

/// Of a row and what is measured now.
ColumnSet measureDifference(const ClientInfo &row, const ClientMeasures &measures, qsizetype i);

} // namespace castdeck
