// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/securityheader.h"

namespace castdeck
{

/// 24 bytes from the system's random source, each with odd parity (Choice I16), so that the same key fits the
/// Windows key blob and JSON alike.
wire::SessionKey randomSessionKey();

} // namespace castdeck
