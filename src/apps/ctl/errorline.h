// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/exitcode.h"
#include "core/error.h"

#include <QJsonObject>

namespace castdeck
{

/// "WDSMCS_E_CLIENT_NOT_FOUND (C1210104): client 9: there is no such client".
QString errorLine(const Error &error, const QString &subject);
/// The wire's code and detail, and the name.
QJsonObject errorObject(const Error &error);
/// Of one thing that was asked.
ExitCode exitCodeFor(const Error &error);

} // namespace castdeck
