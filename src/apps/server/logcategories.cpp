// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/logcategories.h"

namespace castdeck
{

Q_LOGGING_CATEGORY(daemonLog, "castdeck.daemon")
Q_LOGGING_CATEGORY(managementLog, "castdeck.management")
Q_LOGGING_CATEGORY(sessionsLog, "castdeck.sessions")

} // namespace castdeck
