// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QSslCertificate>
#include <QSslKey>

namespace castdeck
{

/// The key and certificate a server shows.
struct ServerCertificate {
    QList<QSslCertificate> chain; ///< the server's own first
    QSslKey key;

    /// "sha256:" and the hex digest of the server's own certificate in DER.
    QString fingerprint() const;
    /// From when to when it is good, if @p now is not in between; else empty. Whoever pinned it does not
    /// mind.
    QString outOfItsTime(const QDateTime &now) const;

    /// Reads PEM files. FileFailure, naming the file, if one is unusable.
    static Result<ServerCertificate> load(const QString &certificatePath, const QString &keyPath);
    /// Reads them, or makes what there is not: a P-256 key and a self-signed certificate for @p name, good
    /// for twenty years. A certificate that is missing or in pieces is made for the key there is; with the
    /// key its certificate is made anew. What is in pieces is renamed, never deleted. Both are said in the
    /// log, since those who pinned the certificate of before have to be told. One whose time is over stays.
    /// Two that do not belong together, or cannot be had, are an error.
    static Result<ServerCertificate> loadOrMake(const QString &certificatePath, const QString &keyPath,
                                                const QString &name);
};

/// A key and a certificate in PEM, valid from and to so many seconds from now, for @p name. Signed by itself.
struct MadeCertificate {
    QByteArray certificate;
    QByteArray key;
};
Result<MadeCertificate> makeCertificate(const QString &name, qint64 validFrom, qint64 validTo);

} // namespace castdeck
