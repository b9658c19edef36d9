// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/serversettings.h"

namespace castdeck
{

/// The keys of SessionParameters: every timer and number of multicast-transport §7 that a server decides.
/// Times are in milliseconds, shares in percent.
std::span<const SettingKey> protocolKeys();

} // namespace castdeck
