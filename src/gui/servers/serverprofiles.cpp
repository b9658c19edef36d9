// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverprofiles.h"

#include "gui/servers/profilejson.h"
#include "management/changelock.h"
#include "management/privatefile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr std::chrono::seconds farewell{2};

const QString listKey = QStringLiteral("servers");
const QString takenKey = QStringLiteral("settingsAreTaken");

qsizetype indexOf(const QJsonArray &list, const QString &id)
{
    const auto has = [&id](const QJsonValue &entry) { return idOf(entry.toObject()) == id; };
    const auto at = std::find_if(list.begin(), list.end(), has);
    return at != list.end() ? at - list.begin() : -1;
}

auto hasId(const ServerId &id)
{
    return [&id](const ServerProfile &profile) { return profile.id == id; };
}

QList<ServerProfile> profilesIn(const QJsonObject &object)
{
    QList<ServerProfile> profiles;
    const QJsonArray list = object.value(listKey).toArray();
    for (const auto &entry : list) {
        const auto profile = profileOf(entry.toObject());
        if (profile && std::none_of(profiles.cbegin(), profiles.cend(), hasId(profile->id)))
            profiles.append(*profile);
    }
    return profiles;
}

QJsonArray listInSettings(const QString &path)
{
    QJsonArray list;
    QSettings settings(path, QSettings::IniFormat);
    const int count = settings.beginReadArray(listKey);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        QJsonObject entry;
        const QStringList keys = settings.childKeys();
        for (const QString &key : keys)
            entry.insert(key, settings.value(key).toString());
        list.append(entry);
    }
    return list;
}

void takeOver(const QJsonArray &former, QJsonObject &object)
{
    QJsonArray list = object.value(listKey).toArray();
    for (const auto &entry : former) {
        if (const QString id = idOf(entry.toObject()); indexOf(list, id) < 0 || id.isEmpty())
            list.append(entry);
    }
    object.insert(listKey, list);
}

/// One that cannot be read is not known to be damaged.
bool isDamaged(const QString &path)
{
    const auto content = readPrivateFile(path);
    const QJsonDocument document = QJsonDocument::fromJson(content.value_or(QByteArray()));
    const QJsonValue list = document.object().value(listKey);
    return content && (!document.isObject() || !(list.isUndefined() || list.isArray()));
}

/// Its new name, empty if there was no need to.
Result<QString> setDamagedAside(const QString &path)
{
    if (!isDamaged(path))
        return QString();
    const ChangeLock lock(path);
    if (const auto taken = lock.take(); !taken)
        return tl::unexpected(taken.error());
    return isDamaged(path) ? setFileAside(path) : QString(); // another console may have been faster
}

} // namespace

ServerProfiles::ServerProfiles(Places places, QObject *parent)
    : QObject(parent), m_places(std::move(places)), m_files(farewell)
{
    m_again.setSingleShot(true);
    m_again.setInterval(m_places.pause);
    connect(&m_again, &QTimer::timeout, this, &ServerProfiles::writeLater);
}

ServerProfiles::~ServerProfiles() = default;

QString ServerProfiles::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/console-servers.json");
}

const ServerProfile *ServerProfiles::find(const ServerId &id) const
{
    const auto at = std::find_if(m_profiles.cbegin(), m_profiles.cend(), hasId(id));
    return at != m_profiles.cend() ? &*at : nullptr;
}

void ServerProfiles::load()
{
    m_isAsked = true;
    writeLater();
}

void ServerProfiles::save(const ServerProfile &profile)
{
    add({profile.id, profile});
}

void ServerProfiles::remove(const ServerId &id)
{
    add({id, std::nullopt});
}

void ServerProfiles::add(Change change)
{
    change.number = ++m_lastChange;
    apply(change);
    m_changes.append(change);
    writeLater();
}

/// To what is known here.
void ServerProfiles::apply(const Change &change)
{
    const auto at = std::find_if(m_profiles.begin(), m_profiles.end(), hasId(change.id));
    const bool isKnown = at != m_profiles.end();
    if (!change.profile)
        m_profiles.removeIf(hasId(change.id));
    else if (isKnown)
        *at = *change.profile;
    else
        m_profiles.append(*change.profile);
}

/// To what the file holds. What others wrote into the entry stays.
void ServerProfiles::apply(const Change &change, QJsonObject &object)
{
    QJsonArray list = object.value(listKey).toArray();
    const qsizetype at = indexOf(list, change.id.value());
    QJsonObject entry = at < 0 ? QJsonObject() : list.at(at).toObject();
    if (change.profile)
        putInto(entry, *change.profile);
    if (at < 0 && change.profile)
        list.append(entry);
    else if (at >= 0 && change.profile)
        list.replace(at, entry);
    else if (at >= 0)
        list.removeAt(at);
    object.insert(listKey, list);
}

/// All in all, from the file as it is: in another thread, since the disk may not answer.
Result<ServerProfiles::Content> ServerProfiles::write(const Places &places, const QList<Change> &changes)
{
    Content content;
    const auto aside = setDamagedAside(places.file);
    if (!aside)
        return tl::unexpected(aside.error());
    content.setAside = *aside;
    auto object = readPrivateObject(places.file);
    if (!object)
        return tl::unexpected(object.error());
    const bool isTaken = places.formerly.isEmpty() || object->contains(takenKey);
    const QJsonArray former = isTaken ? QJsonArray() : listInSettings(places.formerly);
    const auto change = [&](QJsonObject &changed) -> Result<void> {
        if (!isTaken)
            takeOver(former, changed);
        for (const Change &one : changes)
            apply(one, changed);
        changed.insert(takenKey, true);
        return {};
    };
    if (!changes.isEmpty() || !former.isEmpty()) {
        const auto written = changePrivateObject(places.file, change);
        if (!written) {
            content.unwritten = written.error();
            static_cast<void>(change(*object));
        } else {
            object = written;
        }
    }
    content.profiles = profilesIn(*object);
    return content;
}

void ServerProfiles::writeLater()
{
    if (std::exchange(m_isWriting, true))
        return;
    m_again.stop();
    m_files.ask<Content>(
        m_places.file, [places = m_places, changes = m_changes] { return write(places, changes); },
        [this, last = m_lastChange](const Result<Content> &content) { take(content, last); });
}

void ServerProfiles::take(const Result<Content> &content, quint64 last)
{
    m_isWriting = false;
    const std::optional<Error> error = content ? content->unwritten : std::optional(content.error());
    if (!error)
        m_changes.removeIf([last](const Change &change) { return change.number <= last; });
    if (content) {
        m_profiles = content->profiles;
        for (const Change &change : std::as_const(m_changes))
            apply(change);
    }
    QList<ServerId> untold;
    for (Change &change : m_changes) {
        if (error && change.number <= last && !std::exchange(change.isTold, true))
            untold.append(change.id);
    }
    if (error)
        m_again.start();
    else if (!m_changes.isEmpty())
        writeLater();

    if (content && !content->setAside.isEmpty())
        Q_EMIT wasSetAside(content->setAside);
    for (const ServerId &id : std::as_const(untold))
        Q_EMIT notKept(id, *error);
    if (content && std::exchange(m_isAsked, false))
        Q_EMIT loaded();
    else if (!content && m_isAsked && !std::exchange(m_isToldNotRead, true))
        Q_EMIT notRead(content.error());
}

} // namespace castdeck
