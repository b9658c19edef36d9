// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

// What the server adds to the log of its engine.

namespace castdeck
{

Q_DECLARE_LOGGING_CATEGORY(daemonLog)
Q_DECLARE_LOGGING_CATEGORY(managementLog)
Q_DECLARE_LOGGING_CATEGORY(sessionsLog)

} // namespace castdeck
