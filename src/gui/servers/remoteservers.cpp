// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/remoteservers.h"

#include "gui/servers/profiletarget.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"

#include <QUuid>
#include <algorithm>

namespace castdeck
{

RemoteServers::RemoteServers(ServerRegistry &registry, ServerProfiles &profiles, TokenVault &vault,
                             const ServerLink::Options &options, QObject *parent)
    : QObject(parent), m_registry(registry), m_profiles(profiles), m_vault(vault), m_options(options)
{
    connect(&m_profiles, &ServerProfiles::notKept, this, &RemoteServers::profileNotKept);
    connect(&m_profiles, &ServerProfiles::notRead, this, &RemoteServers::profilesNotRead);
    connect(&m_profiles, &ServerProfiles::wasSetAside, this, &RemoteServers::profilesSetAside);
    m_vault.probe(this, [this](TokenVault::Kept kept) { m_keepsTokens = kept == TokenVault::Kept::ForGood; });
}

RemoteServers::~RemoteServers() = default;

const RemoteServers::Entry *RemoteServers::entry(const ServerId &id) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&](const Entry &entry) { return entry.profile.id == id; });
    return at != m_entries.end() ? &*at : nullptr;
}

RemoteServers::Entry *RemoteServers::entry(const ServerId &id)
{
    return const_cast<Entry *>(std::as_const(*this).entry(id));
}

RemoteServers::Entry &RemoteServers::show(const ServerProfile &profile, Life life)
{
    const ServerId id = profile.id;
    ServerFeed &feed = m_registry.add(id, profile.name, ServerRegistry::Files::Remote);
    auto link = std::make_unique<ServerLink>(feed, m_options, QRandomGenerator::global()->generate());
    connect(link.get(), &ServerLink::ready, this,
            [this, id](const Welcome &greeting) { Q_EMIT ready(id, greeting.role); });
    connect(link.get(), &ServerLink::ended, this,
            [this, id](const Error &reason, bool wasReady) { Q_EMIT ended(id, reason, wasReady); });
    feed.setState(ConnectionState::Closed);
    m_entries.push_back({profile, life, std::move(link)});
    return m_entries.back();
}

void RemoteServers::openSaved()
{
    connect(&m_profiles, &ServerProfiles::loaded, this, [this] {
        const QList<ServerProfile> profiles = m_profiles.all();
        for (const ServerProfile &profile : profiles) {
            if (entry(profile.id))
                continue; // added while the list could not be read
            show(profile, Life::Saved);
            open(profile.id);
        }
    });
    m_profiles.load();
}

ServerId RemoteServers::keep(ServerProfile profile, const QString &token, Life life)
{
    if (!profile.id.isValid())
        profile.id = ServerId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (Entry *known = entry(profile.id)) {
        known->profile = profile;
        ++known->attempt;
        known->link->close();
        m_registry.rename(profile.id, profile.name);
    } else {
        show(profile, life);
    }
    if (life == Life::Saved)
        m_profiles.save(profile);
    if (life == Life::ThisRun && !token.isEmpty()) {
        m_vault.keep(profile.id, token);
    } else if (!token.isEmpty() && token != m_vault.known(profile.id)) {
        m_vault.store(profile.id, token, this, [this, id = profile.id](TokenVault::Kept kept) {
            m_keepsTokens = kept == TokenVault::Kept::ForGood;
            if (kept == TokenVault::Kept::ThisRun && entry(id))
                Q_EMIT tokenNotKept(id);
        });
    }
    open(profile.id);
    return profile.id;
}

void RemoteServers::remove(const ServerId &id)
{
    const Entry *known = entry(id);
    if (!known)
        return;
    if (known->life == Life::Saved) {
        m_profiles.remove(id);
        m_vault.forget(id);
    }
    known->link->close();
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.profile.id == id; });
    m_registry.remove(id);
}

void RemoteServers::open(const ServerId &id)
{
    m_vault.fetch(id, this, [this, id](const QString &token) {
        Entry *known = entry(id);
        if (!known)
            return;
        if (token.isEmpty() && known->profile.certificateFile.isEmpty()) {
            Q_EMIT tokenMissing(id);
            return;
        }
        findTarget(m_files, known->profile,
                   [this, id, token, attempt = ++known->attempt](const Result<TlsTarget> &target) {
                       if (const Entry *still = entry(id); still && still->attempt == attempt)
                           connectTo(*still, target, token);
                   });
    });
}

void RemoteServers::connectTo(const Entry &entry, const Result<TlsTarget> &target, const QString &token)
{
    const ServerId id = entry.profile.id;
    if (target) {
        entry.link->open(*target, token);
    } else {
        entry.link->close();
        m_registry.feed(id)->setState(ConnectionState::Refused, target.error());
        Q_EMIT ended(id, target.error(), false);
    }
    Q_EMIT changed(id);
}

void RemoteServers::close(const ServerId &id)
{
    if (Entry *known = entry(id)) {
        ++known->attempt;
        known->link->close();
        Q_EMIT changed(id);
    }
}

void RemoteServers::retryNow(const ServerId &id)
{
    if (const Entry *known = entry(id))
        known->link->retryNow();
}

const ServerProfile *RemoteServers::profile(const ServerId &id) const
{
    const Entry *known = entry(id);
    return known ? &known->profile : nullptr;
}

QList<ServerProfile> RemoteServers::all() const
{
    QList<ServerProfile> profiles;
    for (const Entry &entry : m_entries)
        profiles << entry.profile;
    return profiles;
}

RemoteServers::Life RemoteServers::life(const ServerId &id) const
{
    const Entry *known = entry(id);
    return known ? known->life : Life::ThisRun;
}

bool RemoteServers::isOpen(const ServerId &id) const
{
    const Entry *known = entry(id);
    return known && known->link->isOpen();
}

} // namespace castdeck
