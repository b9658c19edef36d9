// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/settingsources.h"

#include <QStringList>
#include <variant>

namespace castdeck
{

/// Exit codes of castdeckd.
enum class DaemonExitCode {
    Stopped = 0,   ///< told to stop, sessions were ended
    CannotRun = 1, ///< a port, a file or a folder cannot be had
    Usage = 2,     ///< options or configuration are wrong
};

/// What was said, or the code to exit with at once; what there is to say has been printed.
std::variant<CommandLine, int> parseServerOptions(const QStringList &arguments);

} // namespace castdeck
