// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverprofiles.h"

#include "management/changelock.h"
#include "management/fingerprint.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

namespace castdeck
{

namespace
{

const QString arrayKey = QStringLiteral("servers");
const QString idKey = QStringLiteral("id");
const QString nameKey = QStringLiteral("name");
const QString hostKey = QStringLiteral("host");
const QString portKey = QStringLiteral("port");
const QString fingerprintKey = QStringLiteral("fingerprint");
const QString authorityKey = QStringLiteral("authorityFile");
const QString certificateKey = QStringLiteral("certificateFile");
const QString privateKeyKey = QStringLiteral("keyFile");

auto hasId(const ServerId &id)
{
    return [&id](const ServerProfile &profile) { return profile.id == id; };
}

} // namespace

ServerProfiles::ServerProfiles(QSettings &settings) : m_settings(settings)
{
    read();
}

void ServerProfiles::read()
{
    m_profiles.clear();
    const int count = m_settings.beginReadArray(arrayKey);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        ServerProfile profile;
        profile.id = ServerId(m_settings.value(idKey).toString());
        profile.host = m_settings.value(hostKey).toString();
        profile.name = m_settings.value(nameKey, profile.host).toString();
        profile.fingerprint = plainFingerprint(m_settings.value(fingerprintKey).toString());
        profile.authorityFile = m_settings.value(authorityKey).toString();
        profile.certificateFile = m_settings.value(certificateKey).toString();
        profile.keyFile = m_settings.value(privateKeyKey).toString();
        const uint port = m_settings.value(portKey, ManagementPort).toUInt();
        profile.port = static_cast<quint16>(port);
        // A file that was edited by hand may hold anything.
        const bool usable = profile.id.isValid() && !profile.host.isEmpty() && port > 0 && port <= 0xFFFF;
        if (usable && !find(profile.id))
            m_profiles.append(profile);
    }
    m_settings.endArray();
}

const ServerProfile *ServerProfiles::find(const ServerId &id) const
{
    const auto at = std::find_if(m_profiles.cbegin(), m_profiles.cend(), hasId(id));
    return at != m_profiles.cend() ? &*at : nullptr;
}

void ServerProfiles::put(const ServerProfile &profile)
{
    const auto at = std::find_if(m_profiles.begin(), m_profiles.end(), hasId(profile.id));
    if (at != m_profiles.end())
        *at = profile;
    else
        m_profiles.append(profile);
}

Result<void> ServerProfiles::save(const ServerProfile &profile)
{
    return change([&] { put(profile); });
}

Result<void> ServerProfiles::remove(const ServerId &id)
{
    return change([&] { m_profiles.removeIf(hasId(id)); });
}

Result<void> ServerProfiles::change(const std::function<void()> &change)
{
    QDir().mkpath(QFileInfo(m_settings.fileName()).absolutePath());
    const ChangeLock lock(m_settings.fileName() + QStringLiteral(".servers"));
    auto taken = lock.take();
    if (taken) {
        m_settings.sync();
        read();
    }
    change();
    return taken ? write() : taken;
}

Result<void> ServerProfiles::write()
{
    m_settings.remove(arrayKey);
    m_settings.beginWriteArray(arrayKey, static_cast<int>(m_profiles.size()));
    for (int i = 0; i < m_profiles.size(); ++i) {
        const ServerProfile &profile = m_profiles.at(i);
        m_settings.setArrayIndex(i);
        m_settings.setValue(idKey, profile.id.value());
        m_settings.setValue(nameKey, profile.name);
        m_settings.setValue(hostKey, profile.host);
        m_settings.setValue(portKey, profile.port);
        m_settings.setValue(fingerprintKey, profile.fingerprint);
        m_settings.setValue(authorityKey, profile.authorityFile);
        m_settings.setValue(certificateKey, profile.certificateFile);
        m_settings.setValue(privateKeyKey, profile.keyFile);
    }
    m_settings.endArray();
    m_settings.sync();
    if (m_settings.status() != QSettings::NoError)
        return failure(ErrorCode::FileFailure, m_settings.fileName());
    return {};
}

} // namespace castdeck
