// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/remoteservers.h"

#include "gui/servers/kindtext.h"
#include "gui/servers/profiletarget.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/servers/tokenfile.h"

#include <QUuid>
#include <algorithm>

namespace castdeck
{

namespace
{

ServerId newId()
{
    return ServerId(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

} // namespace

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
    auto link =
        std::make_unique<ServerLink>(feed, m_channels, m_options, QRandomGenerator::global()->generate());
    connect(link.get(), &ServerLink::ready, this,
            [this, id](const Welcome &greeting) { Q_EMIT ready(id, greeting.role); });
    connect(link.get(), &ServerLink::ended, this,
            [this, id](const Error &reason, bool wasReady) { Q_EMIT ended(id, reason, wasReady); });
    feed.setState(ConnectionState::Closed);
    m_entries.push_back({profile, life, std::move(link)});
    describe(profile);
    return m_entries.back();
}

void RemoteServers::describe(const ServerProfile &profile)
{
    m_registry.rename(profile.id, profile.name);
    m_registry.setGroup(profile.id, profile.group);
    m_registry.feed(profile.id)->setKind(KindText::word(profile.kind));
    m_registry.setWhereabouts(profile.id, {profile.address(), profile.fingerprint});
}

void RemoteServers::arrange()
{
    QList<ServerId> order;
    const QList<ServerProfile> profiles = all();
    for (const ServerProfile &profile : profiles)
        order << profile.id;
    m_registry.arrange(order);
}

void RemoteServers::openSaved()
{
    connect(&m_profiles, &ServerProfiles::loaded, this, [this] {
        const QList<ServerProfile> profiles = m_profiles.all();
        for (const ServerProfile &profile : profiles) {
            if (entry(profile.id))
                continue; // added while the list could not be read
            show(profile, Life::Saved);
            if (profile.connectsAtStart)
                open(profile.id);
        }
        arrange();
    });
    m_profiles.load();
}

ServerId RemoteServers::keep(ServerProfile profile, const QString &token, Life life)
{
    if (!profile.id.isValid())
        profile.id = newId();
    if (Entry *known = entry(profile.id)) {
        known->profile = profile;
        ++known->attempt;
        known->link->close();
        describe(profile);
    } else {
        show(profile, life);
    }
    arrange();
    if (life == Life::Saved)
        m_profiles.save(profile);
    if (life == Life::ThisRun && !token.isEmpty())
        m_vault.keep(profile.id, token);
    else
        keepToken(profile.id, token);
    open(profile.id);
    return profile.id;
}

void RemoteServers::keepToken(const ServerId &id, const QString &token)
{
    const Entry *known = entry(id);
    // One that is in a file is kept there.
    if (token.isEmpty() || token == m_vault.known(id) || !known || !known->profile.tokenFile.isEmpty())
        return;
    m_vault.store(id, token, this, [this, id](TokenVault::Kept kept) {
        m_keepsTokens = kept == TokenVault::Kept::ForGood;
        if (kept == TokenVault::Kept::ThisRun && entry(id))
            Q_EMIT tokenNotKept(id);
    });
}

void RemoteServers::giveToken(const ServerId &id, const QString &token)
{
    if (life(id) == Life::Saved)
        keepToken(id, token);
    else
        m_vault.keep(id, token);
    open(id);
}

void RemoteServers::keepOnly(const QList<Wanted> &servers)
{
    const QList<ServerProfile> before = all();
    for (const ServerProfile &old : before) {
        const auto isOld = [&old](const Wanted &wanted) { return wanted.first.id == old.id; };
        if (life(old.id) == Life::Saved && std::none_of(servers.begin(), servers.end(), isOld))
            remove(old.id);
    }
    for (auto [profile, token] : servers) {
        Entry *const known = entry(profile.id);
        const bool isTokenNew = !token.isEmpty() && token != m_vault.known(profile.id);
        if (known && known->profile == profile && !isTokenNew)
            continue;
        const bool isReachedAlike = known && known->profile.reach() == profile.reach() && !isTokenNew;
        if (known ? known->link->isOpen() && !isReachedAlike : profile.connectsAtStart) {
            keep(profile, token, Life::Saved);
            continue;
        }
        if (!known)
            profile.id = newId();
        if (known)
            known->profile = profile;
        else
            show(profile, Life::Saved);
        describe(profile);
        m_profiles.save(profile);
        keepToken(profile.id, token);
    }
    arrange();
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

void RemoteServers::during(const ServerId &id, int attempt, const std::function<void(Entry &)> &then)
{
    if (Entry *known = entry(id); known && known->attempt == attempt)
        then(*known);
}

void RemoteServers::open(const ServerId &id)
{
    Entry *const known = entry(id);
    if (!known)
        return;
    const int attempt = ++known->attempt;
    known->lacksToken = false;
    if (const QString file = known->profile.tokenFile; !file.isEmpty()) {
        m_files.ask<QString>(
            file, [file] { return readTokenFile(file); },
            [this, id, attempt](const Result<QString> &token) {
                during(id, attempt, [&](Entry &entry) {
                    if (token)
                        find(entry, *token);
                    else
                        refuse(entry, token.error());
                });
            });
        return;
    }
    // Who comes over ssh has shown who it is.
    if (known->profile.isOverSsh()) {
        find(*known, {});
        return;
    }
    m_vault.fetch(id, this, [this, id, attempt](const QString &token) {
        during(id, attempt, [&](Entry &entry) {
            if (!token.isEmpty() || !entry.profile.certificateFile.isEmpty())
                return find(entry, token);
            entry.link->close();
            entry.lacksToken = true;
            m_registry.feed(id)->setState(ConnectionState::TokenMissing);
            Q_EMIT tokenMissing(id);
        });
    });
}

void RemoteServers::find(Entry &entry, const QString &token)
{
    findTarget(
        m_files, entry.profile,
        [this, id = entry.profile.id, token, attempt = entry.attempt](const Result<ServerTarget> &target) {
            during(id, attempt, [&](Entry &still) { connectTo(still, target, token); });
        });
}

void RemoteServers::connectTo(const Entry &entry, const Result<ServerTarget> &target, const QString &token)
{
    if (!target)
        return refuse(entry, target.error());
    entry.link->open(*target, token,
                     entry.profile.lookOnly ? ServerLink::Use::LookOnly : ServerLink::Use::Full);
    Q_EMIT changed(entry.profile.id);
}

void RemoteServers::refuse(const Entry &entry, const Error &error)
{
    const ServerId id = entry.profile.id;
    entry.link->close();
    m_registry.feed(id)->setState(ConnectionState::Refused, error);
    Q_EMIT ended(id, error, false);
    Q_EMIT changed(id);
}

void RemoteServers::close(const ServerId &id)
{
    if (Entry *known = entry(id)) {
        ++known->attempt;
        known->lacksToken = false;
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
    return inOrder(profiles);
}

QList<ServerProfile> RemoteServers::withoutToken() const
{
    QList<ServerProfile> profiles = all();
    profiles.removeIf([this](const ServerProfile &profile) { return !entry(profile.id)->lacksToken; });
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
