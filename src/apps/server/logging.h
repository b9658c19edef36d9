// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

#include <QtGlobal>

namespace castdeck
{

/// Sends every message to standard error, one line each: with a priority for the journal if that is what
/// reads it, else with time and level.
void installLogging();
/// Leaves out what is below @p level, but for the components that are diagnosed: they say everything. Of
/// those that can be, Multicast alone is part of this server. QT_LOGGING_RULES still overrules it.
void setLogLevel(QtMsgType level, const DiagnosticsPolicy &diagnostics);

} // namespace castdeck
