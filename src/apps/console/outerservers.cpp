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
    if (options.demo)
        return;
    m_wanted = options.connect;
    const auto go = [this, &window, file = options.tokenFile] {
        if (m_wanted)
            connectTo(window, *std::exchange(m_wanted, std::nullopt), file);
    };
    // After those that were saved have been shown.
    QObject::connect(&m_profiles, &ServerProfiles::loaded, &window, go, Qt::QueuedConnection);
    QObject::connect(&m_profiles, &ServerProfiles::notRead, &window, go, Qt::QueuedConnection);
    m_remote.openSaved();
}

void OuterServers::connectTo(MainWindow &window, ServerProfile wanted, const QString &tokenFile)
{
    const QList<ServerProfile> known = m_remote.all();
    for (const ServerProfile &profile : known) {
        if (profile.isAt(wanted) && tokenFile.isEmpty()) {
            if (!m_remote.isOpen(profile.id))
                m_remote.open(profile.id);
            return;
        }
        // The same row again, with what is new.
        if (profile.isAt(wanted) && m_remote.life(profile.id) == RemoteServers::Life::ThisRun)
            wanted.id = profile.id;
        if (profile.isAt(wanted) && wanted.fingerprint.isEmpty())
            wanted.fingerprint = profile.fingerprint;
    }
    m_files.ask<QString>(
        tokenFile, [tokenFile] { return readToken(tokenFile); },
        [&window, wanted](const Result<QString> &token) {
            if (!token)
                window.report({Report::Kind::Failed,
                               QCoreApplication::translate("Console", "The token could not be read: %1")
                                   .arg(ErrorText::sentence(token.error())),
                               ErrorText::details(token.error())});
            window.serverActions().connectForThisRun(wanted, token.value_or(QString()));
        });
}

} // namespace castdeck
