// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/servers/serverlink.h"
#include "gui/servers/serverprofile.h"
#include "gui/servers/tokenvault.h"

namespace castdeck
{

class ServerProfiles;
class ServerRegistry;

/// The servers on other machines: a link for each, made of its profile and its token. Nothing here waits or
/// asks; what a person should know is said by signals.
class RemoteServers : public QObject
{
    Q_OBJECT
public:
    enum class Life {
        Saved,
        ThisRun, ///< neither the profile nor the token is kept after the console was closed
    };

    /// Everything given outlives it.
    RemoteServers(ServerRegistry &registry, ServerProfiles &profiles, TokenVault &vault,
                  const ServerLink::Options &options, QObject *parent = nullptr);
    ~RemoteServers() override;

    /// Shows the saved servers, as soon as they have been read, in their order, and connects to those that
    /// are to be connected at start.
    void openSaved();
    /// Adds or changes a server and connects to it. A profile without an id is given one. An empty token
    /// leaves the one that is known.
    ServerId keep(ServerProfile profile, const QString &token, Life life);
    /// The token of one that is there, which is connected with it.
    void giveToken(const ServerId &id, const QString &token);
    /// The saved servers are these from now on. New ones have no id and are connected if they are to be at
    /// start; those that are missing are removed; those that are reached otherwise now are connected anew.
    using Wanted = std::pair<ServerProfile, QString>; ///< and its token; empty: as it is
    void keepOnly(const QList<Wanted> &servers);
    void remove(const ServerId &id);
    /// tokenMissing() if no token is known, and no certificate of ours could take its place.
    void open(const ServerId &id);
    void close(const ServerId &id);
    void retryNow(const ServerId &id);

    /// Null if it is no server on another machine.
    const ServerProfile *profile(const ServerId &id) const;
    /// In their order.
    QList<ServerProfile> all() const;
    /// Those that wait for a token.
    QList<ServerProfile> withoutToken() const;
    Life life(const ServerId &id) const;
    bool isOpen(const ServerId &id) const;
    QString knownToken(const ServerId &id) const { return m_vault.known(id); }
    /// False as soon as it is known that no keychain takes tokens.
    bool keepsTokens() const { return m_keepsTokens; }

Q_SIGNALS:
    void ready(const castdeck::ServerId &id, castdeck::Role role);
    /// @p wasReady: it was connected until now; else an attempt came to nothing.
    void ended(const castdeck::ServerId &id, const castdeck::Error &reason, bool wasReady);
    /// isOpen() or the profile may be another now.
    void changed(const castdeck::ServerId &id);
    void tokenMissing(const castdeck::ServerId &id);
    /// The token could not be given to a keychain.
    void tokenNotKept(const castdeck::ServerId &id);
    /// That it was added, changed or removed is forgotten when the console is closed before it can be
    /// written.
    void profileNotKept(const castdeck::ServerId &id, const castdeck::Error &error);
    /// The saved servers are not known, at least not yet.
    void profilesNotRead(const castdeck::Error &error);
    /// Their file was damaged, and has this name now.
    void profilesSetAside(const QString &path);

private:
    struct Entry {
        ServerProfile profile;
        Life life;
        std::unique_ptr<ServerLink> link;
        int attempt = 0; ///< which of them to connect is wanted
        bool lacksToken = false;
    };
    Entry *entry(const ServerId &id);
    const Entry *entry(const ServerId &id) const;
    Entry &show(const ServerProfile &profile, Life life);
    void describe(const ServerProfile &profile);
    void arrange();
    void keepToken(const ServerId &id, const QString &token);
    /// Runs @p then if this attempt is the one that is wanted still.
    void during(const ServerId &id, int attempt, const std::function<void(Entry &)> &then);
    void find(Entry &entry, const QString &token);
    void connectTo(const Entry &entry, const Result<ServerTarget> &target, const QString &token);
    void refuse(const Entry &entry, const Error &error);

    ServerRegistry &m_registry;
    ServerProfiles &m_profiles;
    TokenVault &m_vault;
    ServerLink::Options m_options;
    FileSystemCalls m_files;
    ChannelThread m_channels; ///< outlives the entries
    std::vector<Entry> m_entries;
    bool m_keepsTokens = true;
};

} // namespace castdeck
