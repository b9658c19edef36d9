// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

// What the engine's log is divided into; an administrator turns each on and off by its name (`castdeck.…`).

namespace castdeck
{

Q_DECLARE_LOGGING_CATEGORY(engineLog)
Q_DECLARE_LOGGING_CATEGORY(historyLog)
Q_DECLARE_LOGGING_CATEGORY(initiationLog)
Q_DECLARE_LOGGING_CATEGORY(storeLog)
Q_DECLARE_LOGGING_CATEGORY(wimLog)

} // namespace castdeck
