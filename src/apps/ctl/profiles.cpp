// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/profiles.h"

#include "management/privatefile.h"

#include <QStandardPaths>

namespace castdeck
{

namespace
{

struct Field {
    const char *key;
    QString &(*member)(Profile &profile);
};

constexpr Field fields[] = {
    {"address", [](Profile &p) -> QString & { return p.address; }},
    {"fingerprint", [](Profile &p) -> QString & { return p.fingerprint; }},
    {"tokenFile", [](Profile &p) -> QString & { return p.tokenFile; }},
    {"authorities", [](Profile &p) -> QString & { return p.tlsFiles.authorities; }},
    {"certificate", [](Profile &p) -> QString & { return p.tlsFiles.certificate; }},
    {"key", [](Profile &p) -> QString & { return p.tlsFiles.key; }},
};

} // namespace

Result<Profiles> Profiles::open(const QString &path)
{
    Profiles profiles(path);
    const auto object = readPrivateObject(path);
    if (!object)
        return tl::unexpected(object.error());
    for (auto it = object->begin(); it != object->end(); ++it) {
        const QJsonObject entry = it->toObject();
        Profile profile;
        for (const Field &field : fields)
            field.member(profile) = entry.value(QLatin1String(field.key)).toString();
        if (profile.address.isEmpty())
            return failure(ErrorCode::FileFailure, path + QStringLiteral(": no address for ") + it.key());
        profiles.m_profiles.insert(it.key(), profile);
    }
    return profiles;
}

QString Profiles::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/servers.json");
}

Result<void> Profiles::put(const QString &name, const Profile &profile)
{
    auto profiles = m_profiles;
    profiles.insert(name, profile);
    return save(profiles);
}

Result<void> Profiles::remove(const QString &name)
{
    auto profiles = m_profiles;
    profiles.remove(name);
    return save(profiles);
}

Result<void> Profiles::save(const QMap<QString, Profile> &profiles)
{
    QJsonObject object;
    for (auto it = profiles.begin(); it != profiles.end(); ++it) {
        QJsonObject entry;
        Profile profile = *it;
        for (const Field &field : fields)
            entry.insert(QLatin1String(field.key), field.member(profile));
        object.insert(it.key(), entry);
    }
    auto written = writePrivateObject(m_path, object);
    if (written)
        m_profiles = profiles;
    return written;
}

} // namespace castdeck
