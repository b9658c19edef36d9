// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/serversettings.h"
#include "engine/store/statedirectory.h"
#include "management/servercertificate.h"
#include "management/tokenstore.h"

namespace castdeck
{

/// How the server shows who it is, and whose certificates it believes.
struct Credentials {
    ServerCertificate certificate;
    QList<QSslCertificate> clientAuthorities;
    std::optional<Role> certificateRole;
};

/// Reads what the settings name; the server's own key and certificate are made on the first start. Errors
/// name the file.
Result<Credentials> loadCredentials(const ServerSettings &settings, const StateDirectory &state);

/// Opens the tokens. On the first start an admin's is made and its secret written to StateDirectory's
/// adminToken(), and nowhere else.
Result<std::unique_ptr<TokenStore>> openTokens(const StateDirectory &state);

} // namespace castdeck
