// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/profilejson.h"

#include "gui/servers/regularfile.h"
#include "management/fingerprint.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace castdeck
{

namespace
{

const QString ListVersionKey = QStringLiteral("castdeckServers");
const QString ListEntriesKey = QStringLiteral("servers");
constexpr qint64 ListMost = qint64{1} << 20; // bytes
constexpr qsizetype ListEntriesMost = 1000;

const QString idKey = QStringLiteral("id");
const QString portKey = QStringLiteral("port");
const QString kindKey = QStringLiteral("kind");
const QString sshPortKey = QStringLiteral("sshPort");
const QString commandKey = QStringLiteral("command");
const QString placeKey = QStringLiteral("place");
const QString lookOnlyKey = QStringLiteral("lookOnly");
const QString startKey = QStringLiteral("connectsAtStart");

/// The texts of an entry, in the file and in the settings of old.
constexpr std::pair<const char *, QString ServerProfile::*> profileTexts[] = {
    {"name", &ServerProfile::name},
    {"host", &ServerProfile::host},
    {"fingerprint", &ServerProfile::fingerprint},
    {"authorityFile", &ServerProfile::authorityFile},
    {"certificateFile", &ServerProfile::certificateFile},
    {"keyFile", &ServerProfile::keyFile},
    {"tokenFile", &ServerProfile::tokenFile},
    {"group", &ServerProfile::group},
    {"user", &ServerProfile::user},
};

} // namespace

void putInto(QJsonObject &entry, const ServerProfile &profile)
{
    entry.insert(idKey, profile.id.value());
    entry.insert(kindKey, toText(profile.kind));
    // A program of before, which knows one kind alone, leaves what has no port where it is.
    entry.insert(portKey, profile.isOverSsh() ? 0 : profile.port);
    entry.insert(sshPortKey, profile.isOverSsh() ? profile.port : 0);
    entry.insert(commandKey, QJsonArray::fromStringList(profile.command));
    entry.insert(placeKey, profile.place);
    entry.insert(lookOnlyKey, profile.lookOnly);
    entry.insert(startKey, profile.connectsAtStart);
    for (const auto &[key, member] : profileTexts)
        entry.insert(QLatin1String(key), profile.*member);
}

QString idOf(const QJsonObject &entry)
{
    return entry.value(idKey).toString();
}

std::optional<ServerProfile> profileOf(const QJsonObject &entry)
{
    ServerProfile profile;
    for (const auto &[key, member] : profileTexts)
        profile.*member = entry.value(QLatin1String(key)).toString();
    profile.id = ServerId(idOf(entry));
    profile.fingerprint = plainFingerprint(profile.fingerprint);
    profile.place = entry.value(placeKey).toInt();
    profile.lookOnly = entry.value(lookOnlyKey).toBool(false);
    profile.connectsAtStart = entry.value(startKey).toBool(true);
    if (profile.name.isEmpty())
        profile.name = profile.host;
    const auto kind = fromText<ServerKind>(entry.value(kindKey).toString(toText(ServerKind::Tls)));
    if (!kind)
        return std::nullopt; // of a later version, which finds it again
    profile.kind = *kind;
    const QJsonArray command = entry.value(commandKey).toArray();
    for (const auto &word : command)
        profile.command << word.toString();
    const QJsonValue port = entry.value(profile.isOverSsh() ? sshPortKey : portKey);
    const uint usual = profile.isOverSsh() ? 0 : ManagementPort;
    const uint number = port.isUndefined() ? usual : port.toVariant().toUInt();
    profile.port = static_cast<quint16>(number);
    const bool isUsable = profile.id.isValid() && number <= 0xFFFF && profile.isReachable();
    return isUsable ? std::optional(profile) : std::nullopt;
}

QByteArray exportedProfiles(const QList<ServerProfile> &profiles)
{
    QJsonArray list;
    for (const ServerProfile &profile : profiles) {
        QJsonObject entry;
        putInto(entry, profile);
        entry.remove(idKey);
        list.append(entry);
    }
    return QJsonDocument({{ListVersionKey, 1}, {ListEntriesKey, list}}).toJson();
}

Result<ImportedProfiles> importedProfiles(const QByteArray &content)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(content, &error);
    if (error.error != QJsonParseError::NoError)
        return failure(ErrorCode::FileFailure, error.errorString());
    const QJsonObject object = document.object();
    if (!object.value(ListVersionKey).isDouble() || !object.value(ListEntriesKey).isArray())
        return failure(ErrorCode::FileFailure, QStringLiteral("no list of servers"));
    const QJsonArray list = object.value(ListEntriesKey).toArray();
    if (list.size() > ListEntriesMost)
        return failure(ErrorCode::FileFailure, QStringLiteral("more than %1 servers").arg(ListEntriesMost));
    ImportedProfiles imported;
    for (const auto &one : list) {
        QJsonObject entry = one.toObject();
        entry.insert(idKey, QStringLiteral("none"));
        // Whoever takes over a list of addresses has not asked for its programs to be started.
        entry.remove(commandKey);
        auto profile = profileOf(entry);
        if (!profile) {
            ++imported.unusable;
            continue;
        }
        profile->id = {};
        imported.profiles << *profile;
    }
    return imported;
}

Result<ImportedProfiles> importedProfilesIn(const QString &path)
{
    QFile file;
    if (const auto opened = openRegularFile(file, path); !opened)
        return tl::unexpected(opened.error());
    const QByteArray content = file.read(ListMost + 1);
    if (content.size() > ListMost)
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": too large"));
    return importedProfiles(content).map_error([&path](const Error &error) {
        return Error{error.code, path + QStringLiteral(": ") + error.detail};
    });
}

} // namespace castdeck
