// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/profiles.h"

#include <QJsonArray>
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

const QString commandKey = QStringLiteral("command");

QJsonObject entryOf(Profile profile)
{
    QJsonObject entry;
    for (const Field &field : fields)
        entry.insert(QLatin1String(field.key), field.member(profile));
    if (!profile.command.isEmpty())
        entry.insert(commandKey, QJsonArray::fromStringList(profile.command));
    return entry;
}

} // namespace

Result<Profiles> Profiles::open(const QString &path)
{
    Profiles profiles(path);
    const auto taken =
        readPrivateObject(path).and_then([&](const QJsonObject &object) { return profiles.take(object); });
    if (!taken)
        return tl::unexpected(taken.error());
    return profiles;
}

Result<void> Profiles::take(const QJsonObject &object)
{
    QMap<QString, Profile> profiles;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonObject entry = it->toObject();
        Profile profile;
        for (const Field &field : fields)
            field.member(profile) = entry.value(QLatin1String(field.key)).toString();
        const QJsonArray command = entry.value(commandKey).toArray();
        for (const auto &word : command)
            profile.command << word.toString();
        if (profile.address.isEmpty())
            return failure(ErrorCode::FileFailure, m_path + QStringLiteral(": no address for ") + it.key());
        profiles.insert(it.key(), profile);
    }
    m_profiles = profiles;
    return {};
}

Result<void> Profiles::change(const ObjectChange &change)
{
    return changePrivateObject(m_path, change).and_then([&](const QJsonObject &object) {
        return take(object);
    });
}

QString Profiles::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/servers.json");
}

Result<void> Profiles::put(const QString &name, const Profile &profile)
{
    return change([&](QJsonObject &object) -> Result<void> {
        object.insert(name, entryOf(profile));
        return {};
    });
}

Result<void> Profiles::remove(const QString &name)
{
    return change([&](QJsonObject &object) -> Result<void> {
        object.remove(name);
        return {};
    });
}

} // namespace castdeck
