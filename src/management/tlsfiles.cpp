// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlsfiles.h"

#include "management/privatefile.h"
#include "management/servercertificate.h"

namespace castdeck
{

Result<void> TlsFiles::addTo(TlsTarget &target) const
{
    if (certificate.isEmpty() != key.isEmpty())
        return failure(ErrorCode::InvalidParameter, QStringLiteral("a certificate and its key go together"));
    if (!authorities.isEmpty()) {
        const auto pem = readPrivateFile(authorities);
        if (!pem)
            return tl::unexpected(pem.error());
        target.authorities = QSslCertificate::fromData(*pem, QSsl::Pem);
        // Without one, any server would be believed that was never met before.
        if (target.authorities.isEmpty())
            return failure(ErrorCode::FileFailure, authorities + QStringLiteral(": no certificate in PEM"));
    }
    if (certificate.isEmpty())
        return {};
    const auto own = ServerCertificate::load(certificate, key);
    if (!own)
        return tl::unexpected(own.error());
    target.ownCertificate = own->chain;
    target.ownKey = own->key;
    return {};
}

} // namespace castdeck
