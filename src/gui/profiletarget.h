// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverprofile.h"
#include "management/tlsclient.h"

namespace castdeck
{

/// What a connection to the profile's server needs; reads the certificates it names. FileNotFound or
/// FileFailure, naming the file, if one is missing or holds something else.
Result<TlsTarget> targetOf(const ServerProfile &profile);

/// The same for one of its files alone.
Result<QList<QSslCertificate>> readAuthorities(const QString &path);

} // namespace castdeck
