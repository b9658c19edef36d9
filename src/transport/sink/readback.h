// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentdigest.h"

#include <QString>

namespace castdeck
{

/// Reads @p size bytes from the beginning, or to the end of the file if that comes first: what is there, not
/// what was received, so a write that went elsewhere shows. VerificationFailed if they are not @p expected,
/// else what the system says of @p subject.
Result<void> readBack(int descriptor, uint64_t size, const ContentDigest::Value &expected,
                      const QString &subject);

} // namespace castdeck
