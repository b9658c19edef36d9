// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/consoleoptions.h"
#include "gui/servers/keychainvault.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"

#include <memory>

namespace castdeck
{

class MainWindow;

/// The servers on other machines, as this program has them: saved in a file, tokens in the keychain, and the
/// one of the command line. Must be destroyed before the registry, and after the window.
class OuterServers
{
public:
    /// @p vault keeps the tokens.
    OuterServers(ServerRegistry &registry, ServerProfiles::Places places, std::unique_ptr<TokenVault> vault);

    RemoteServers &remote() { return m_remote; }
    /// Call once, with the window that shows them.
    void start(MainWindow &window, const ConsoleOptions &options);
    /// Watches a server in this run, with the token in the file. One that is saved is connected as it was
    /// saved, unless there is another token.
    void connectTo(MainWindow &window, ServerProfile wanted, const QString &tokenFile);

private:
    std::optional<ServerProfile> m_wanted; ///< of the command line, until it is connected to
    ServerProfiles m_profiles;
    std::unique_ptr<TokenVault> m_vault;
    RemoteServers m_remote;
    FileSystemCalls m_files;
};

} // namespace castdeck
