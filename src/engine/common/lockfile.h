// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"

namespace castdeck
{

/// Makes the file if there is none, for its owner alone, and locks it for as long as the descriptor is open;
/// the system lets go of it however the program ends. Does not wait: Busy if another program holds it.
Result<Descriptor> takeLockFile(const QString &path);

} // namespace castdeck
