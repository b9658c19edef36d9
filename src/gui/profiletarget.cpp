// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/profiletarget.h"

#include "management/privatefile.h"
#include "management/servercertificate.h"

namespace castdeck
{

Result<QList<QSslCertificate>> readAuthorities(const QString &path)
{
    const auto pem = readPrivateFile(path);
    if (!pem)
        return tl::unexpected(pem.error());
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (certificates.isEmpty() || certificates.first().isNull())
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": no certificate in PEM"));
    return certificates;
}

Result<TlsTarget> targetOf(const ServerProfile &profile)
{
    TlsTarget target;
    target.host = profile.host;
    target.port = profile.port;
    target.fingerprint = profile.fingerprint;
    if (!profile.authorityFile.isEmpty()) {
        const auto authorities = readAuthorities(profile.authorityFile);
        if (!authorities)
            return tl::unexpected(authorities.error());
        target.authorities = *authorities;
    }
    if (!profile.certificateFile.isEmpty()) {
        const auto own = ServerCertificate::load(profile.certificateFile, profile.keyFile);
        if (!own)
            return tl::unexpected(own.error());
        target.ownCertificate = own->chain;
        target.ownKey = own->key;
    }
    return target;
}

} // namespace castdeck
