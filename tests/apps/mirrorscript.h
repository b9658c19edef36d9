// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpscript.h"
#include "management/privatefile.h"

namespace castdeck
{

/// A certificate for "localhost", which vouches for itself.
struct MirrorCertificate {
    MadeCertificate pem = *makeCertificate(QStringLiteral("localhost"), -3600, 3600);
    ServerCertificate loaded{QSslCertificate::fromData(pem.certificate), QSslKey(pem.key, QSsl::Ec)};

    /// The options of a castjoin that believes it, by a file at @p path.
    QStringList believedBy(const QString &path) const
    {
        return writePrivateFile(path, pem.certificate) ? QStringList{QStringLiteral("--ca"), path}
                                                       : QStringList();
    }
};

/// The fallback-url of a namespace that @p mirror has the contents of.
inline QString templateOn(const HttpScript &mirror)
{
    return QStringLiteral("https://localhost:%1/far/{namespace}/{content}").arg(mirror.serverPort());
}

} // namespace castdeck
