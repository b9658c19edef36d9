// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/outerservers.h"

#include "gui/errortext.h"
#include "gui/mainwindow.h"
#include "gui/serveractions.h"
#include "management/privatefile.h"

#include <QCoreApplication>

namespace castdeck
{

OuterServers::OuterServers(ServerRegistry &registry, QSettings &settings)
    : m_profiles(settings), m_remote(registry, m_profiles, m_vault, {})
{
}

void OuterServers::start(MainWindow &window, const ConsoleOptions &options)
{
    ServerActions &actions = window.manage(m_remote);
    if (options.demo)
        return;
    m_remote.openSaved();
    if (!options.connect)
        return;
    ServerProfile wanted = *options.connect;
    const auto saved = m_profiles.all();
    for (const ServerProfile &profile : saved) {
        if (profile.isAt(wanted.host, wanted.port) && options.tokenFile.isEmpty())
            return; // it is connected as it was saved
        if (profile.isAt(wanted.host, wanted.port) && wanted.fingerprint.isEmpty())
            wanted.fingerprint = profile.fingerprint;
    }
    const Result<QString> token = readToken(options.tokenFile);
    if (!token)
        window.report({Report::Kind::Failed,
                       QCoreApplication::translate("Console", "The token could not be read: %1")
                           .arg(ErrorText::sentence(token.error())),
                       ErrorText::details(token.error())});
    actions.connectForThisRun(wanted, token.value_or(QString()));
}

} // namespace castdeck
