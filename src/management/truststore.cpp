// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/truststore.h"

#include "management/fingerprint.h"

#include <QStandardPaths>

namespace castdeck
{

namespace
{

QMap<QString, QString> pinsOf(const QJsonObject &object)
{
    QMap<QString, QString> pins;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString plain = plainFingerprint(it->toString());
        pins.insert(it.key(), plain.isEmpty() ? it->toString() : plain); // no certificate has such a one
    }
    return pins;
}

} // namespace

Result<TrustStore> TrustStore::open(const QString &path)
{
    TrustStore store(path);
    const auto object = readPrivateObject(path);
    if (!object)
        return tl::unexpected(object.error());
    const auto pins = pinsOf(*object);
    for (auto it = pins.begin(); it != pins.end(); ++it) {
        const QString fingerprint = plainFingerprint(*it);
        if (fingerprint.isEmpty())
            return failure(ErrorCode::FileFailure, path + QStringLiteral(": no fingerprint for ") + it.key());
        store.m_pins.insert(it.key(), fingerprint);
    }
    return store;
}

Result<void> TrustStore::change(const ObjectChange &change)
{
    return changePrivateObject(m_path, change).map([&](const QJsonObject &object) {
        m_pins = pinsOf(object);
    });
}

QString TrustStore::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/known-servers.json");
}

Result<TrustStore::Verdict> TrustStore::check(const QString &server, const QString &fingerprint)
{
    QString known = m_pins.value(server);
    const bool isNew = known.isEmpty();
    if (isNew) {
        // Another program may have met it since.
        const auto changed = change([&](QJsonObject &object) -> Result<void> {
            if (!object.contains(server))
                object.insert(server, fingerprint);
            return {};
        });
        if (!changed)
            return tl::unexpected(changed.error());
        known = m_pins.value(server);
    }
    if (known != fingerprint)
        return tl::unexpected(fingerprintMismatch(known, fingerprint));
    return isNew ? Verdict::New : Verdict::Known;
}

Result<void> TrustStore::pin(const QString &server, const QString &fingerprint)
{
    return change([&](QJsonObject &object) -> Result<void> {
        object.insert(server, fingerprint);
        return {};
    });
}

Result<void> TrustStore::forget(const QString &server)
{
    return change([&](QJsonObject &object) -> Result<void> {
        object.remove(server);
        return {};
    });
}

} // namespace castdeck
