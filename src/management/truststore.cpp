// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/truststore.h"

#include "management/fingerprint.h"
#include "management/privatefile.h"

#include <QStandardPaths>

namespace castdeck
{

Result<TrustStore> TrustStore::open(const QString &path)
{
    TrustStore store(path);
    const auto object = readPrivateObject(path);
    if (!object)
        return tl::unexpected(object.error());
    for (auto it = object->begin(); it != object->end(); ++it) {
        const QString fingerprint = plainFingerprint(it->toString());
        if (fingerprint.isEmpty())
            return failure(ErrorCode::FileFailure, path + QStringLiteral(": no fingerprint for ") + it.key());
        store.m_pins.insert(it.key(), fingerprint);
    }
    return store;
}

QString TrustStore::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/known-servers.json");
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
    auto written = writePrivateObject(m_path, object);
    if (written)
        m_pins = pins;
    return written;
}

} // namespace castdeck
