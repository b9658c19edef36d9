// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace castdeck
{

/// Whether a namespace can have this name: not blank, no control characters, well-formed UTF-16, and short
/// enough for an initiation request, 511 units (session-initiation I06).
bool isNamespaceName(const QString &name);

} // namespace castdeck
