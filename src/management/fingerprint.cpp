// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/fingerprint.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSslCertificate>

namespace castdeck
{

namespace
{

const QString prefix = QStringLiteral("sha256:");

}

QString fingerprintOf(const QSslCertificate &certificate)
{
    return prefix + QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
}

QString plainFingerprint(const QString &text)
{
    QString digits = text.trimmed().toLower();
    if (digits.startsWith(prefix))
        digits.remove(0, prefix.size());
    digits.remove(QLatin1Char(':'));
    static const QRegularExpression sha256(QStringLiteral("^[0-9a-f]{64}$"));
    return sha256.match(digits).hasMatch() ? prefix + digits : QString();
}

Error fingerprintMismatch(const QString &expected, const QString &found)
{
    return {ErrorCode::FingerprintMismatch, QStringLiteral("expected %1, found %2").arg(expected, found)};
}

} // namespace castdeck
