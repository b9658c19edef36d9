// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

namespace castdeck
{

/// Whether every text of the request is within its bound (core/bounds.h); InvalidParameter names the first
/// that is not. The same at the end that asks and at the end that answers.
Result<void> checkTexts(const RequestBody &request);

/// Cuts every text of what is told to so many @p bytes of JSON, and lists of texts to so many (textwalker.h).
void shorten(Message &message, qsizetype bytes);

} // namespace castdeck
