// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverprofile.h"
#include "management/tlsclient.h"

namespace castdeck
{

/// What a connection to the profile's server needs; reads the certificates it names. Errors as
/// TlsFiles::addTo().
Result<TlsTarget> targetOf(const ServerProfile &profile);

} // namespace castdeck
