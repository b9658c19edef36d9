// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/truststore.h"

#include "management/privatefile.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace castdeck
{

Result<TrustStore> TrustStore::open(const QString &path)
{
    TrustStore store(path);
    const auto content = readPrivateFile(path);
    if (!content) {
        if (content.error().code == ErrorCode::FileNotFound)
            return store;
        return tl::unexpected(content.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    if (!document.isObject())
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": not a JSON object"));
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->toString().startsWith(QLatin1String("sha256:")))
            return failure(ErrorCode::FileFailure, path + QStringLiteral(": no fingerprint for ") + it.key());
        store.m_pins.insert(it.key(), it->toString());
    }
    return store;
}

Result<TrustStore::Verdict> TrustStore::check(const QString &server, const QString &fingerprint)
{
    const auto known = m_pins.constFind(server);
    if (known == m_pins.constEnd())
        return pin(server, fingerprint).map([] { return Verdict::New; });
    if (*known != fingerprint)
        return tl::unexpected(fingerprintMismatch(*known, fingerprint));
    return Verdict::Known;
}

Result<void> TrustStore::pin(const QString &server, const QString &fingerprint)
{
    QMap<QString, QString> pins = m_pins;
    pins.insert(server, fingerprint);
    return save(pins);
}

Result<void> TrustStore::forget(const QString &server)
{
    QMap<QString, QString> pins = m_pins;
    pins.remove(server);
    return save(pins);
}

Result<void> TrustStore::save(const QMap<QString, QString> &pins)
{
    QJsonObject object;
    for (auto it = pins.begin(); it != pins.end(); ++it)
        object.insert(it.key(), it.value());
    auto written = writePrivateFile(m_path, QJsonDocument(object).toJson());
    if (written)
        m_pins = pins;
    return written;
}

Error fingerprintMismatch(const QString &expected, const QString &found)
{
    return {ErrorCode::FingerprintMismatch, QStringLiteral("expected %1, found %2").arg(expected, found)};
}

} // namespace castdeck
