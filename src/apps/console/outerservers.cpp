// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/outerservers.h"

#include "gui/actions/serveractions.h"
#include "gui/text/errortext.h"
#include "gui/window/mainwindow.h"
#include "management/privatefile.h"

#include <QCoreApplication>

namespace castdeck
{

OuterServers::OuterServers(ServerRegistry &registry, ServerProfiles::Places places,
                           std::unique_ptr<TokenVault> vault)
    : m_profiles(std::move(places)), m_vault(std::move(vault)), m_remote(registry, m_profiles, *m_vault, {})
{
}

void OuterServers::start(MainWindow &window, const ConsoleOptions &options)
{
    ServerActions &actions = window.serverActions();
    if (options.demo)
        return;
    m_wanted = options.connect;
    const auto go = [this, &window, &actions, file = options.tokenFile] {
        connectWanted(window, actions, file);
    };
    // After those that were saved have been shown.
    QObject::connect(&m_profiles, &ServerProfiles::loaded, &window, go, Qt::QueuedConnection);
    QObject::connect(&m_profiles, &ServerProfiles::notRead, &window, go, Qt::QueuedConnection);
    m_remote.openSaved();
}

void OuterServers::connectWanted(MainWindow &window, ServerActions &actions, const QString &tokenFile)
{
    if (!m_wanted)
        return;
    ServerProfile wanted = *std::exchange(m_wanted, std::nullopt);
    for (const ServerProfile &profile : m_profiles.all()) {
        if (profile.isAt(wanted.host, wanted.port) && tokenFile.isEmpty())
            return; // it is connected as it was saved
        if (profile.isAt(wanted.host, wanted.port) && wanted.fingerprint.isEmpty())
            wanted.fingerprint = profile.fingerprint;
    }
    m_files.ask<QString>(
        tokenFile, [tokenFile] { return readToken(tokenFile); },
        [&window, &actions, wanted](const Result<QString> &token) {
            if (!token)
                window.report({Report::Kind::Failed,
                               QCoreApplication::translate("Console", "The token could not be read: %1")
                                   .arg(ErrorText::sentence(token.error())),
                               ErrorText::details(token.error())});
            actions.connectForThisRun(wanted, token.value_or(QString()));
        });
}

} // namespace castdeck
