// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/logcategories.h"

namespace castdeck
{

Q_LOGGING_CATEGORY(engineLog, "castdeck.engine")
Q_LOGGING_CATEGORY(historyLog, "castdeck.history")
Q_LOGGING_CATEGORY(initiationLog, "castdeck.initiation")
Q_LOGGING_CATEGORY(storeLog, "castdeck.store")
Q_LOGGING_CATEGORY(wimLog, "castdeck.wim")

} // namespace castdeck
