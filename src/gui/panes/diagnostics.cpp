// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/diagnostics.h"

#include "core/untrusted.h"
#include "core/words.h"
#include "gui/servers/remoteservers.h"
#include "models/inventorymodel.h"

#include <QApplication>
#include <QLocale>
#include <QScreen>
#include <QStyle>
#include <QSysInfo>

namespace castdeck
{

namespace
{

QString stateName(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connecting:
        return QStringLiteral("connecting");
    case ConnectionState::Ready:
        return QStringLiteral("connected");
    case ConnectionState::Lost:
        return QStringLiteral("lost");
    case ConnectionState::Refused:
        return QStringLiteral("refused");
    case ConnectionState::Closed:
        return QStringLiteral("closed");
    case ConnectionState::TokenMissing:
        return QStringLiteral("token missing");
    }
    return {};
}

QString mayText(const Powers &powers)
{
    if (powers.lookOnly)
        return QStringLiteral("watch, by choice");
    if (powers.publish)
        return QStringLiteral("everything");
    return powers.disconnect ? QStringLiteral("watch and end") : QStringLiteral("watch");
}

QString screenText(const QScreen &screen)
{
    const QSize size = screen.size();
    return QStringLiteral("%1x%2, scale %3, %4 dpi")
        .arg(size.width())
        .arg(size.height())
        .arg(screen.devicePixelRatio())
        .arg(screen.logicalDotsPerInch());
}

/// Of an error the code alone: its words may name files and people.
QString errorText(const std::optional<Error> &error)
{
    return error ? QStringLiteral(", last error %1 (%2)").arg(errorName(error->code), errorHex(error->code))
                 : QString();
}

QString serverText(const InventoryModel &model, const RemoteServers &remote, const RowFacts &server)
{
    const ServerId &id = server.key.server;
    const ConnectionStatus status = model.status(id);
    const ServerProfile *const profile = remote.profile(id);
    const ServerInfo info = model.serverInfo(id);
    int clients = 0;
    const QModelIndex row = model.indexOf(id);
    for (int i = 0; i < model.rowCount(row); ++i)
        clients += model.rowCount(model.index(i, 0, row));
    return QStringLiteral("- %1: %2, version %3, may %4, %5 rows, %6 clients%7")
        .arg(profile ? profile->address() : QStringLiteral("this computer"), stateName(status.state),
             info.version.isEmpty() ? QStringLiteral("unknown") : printable(info.version),
             mayText(status.powers))
        .arg(model.rowCount(row))
        .arg(clients)
        .arg(errorText(status.error));
}

} // namespace

QString diagnostics(const InventoryModel &model, const RemoteServers &remote)
{
    QStringList lines;
    lines << QStringLiteral("Castdeck %1").arg(QStringLiteral(CASTDECK_VERSION))
          << QStringLiteral("Qt %1 (built with %2), %3")
                 .arg(QLatin1String(qVersion()), QStringLiteral(QT_VERSION_STR), QSysInfo::buildAbi())
          << QStringLiteral("%1, kernel %2 %3")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion())
          << QStringLiteral("Platform %1, style %2, locale %3, %4")
                 .arg(QGuiApplication::platformName(), QApplication::style()->objectName(), QLocale().name(),
                      QGuiApplication::isRightToLeft() ? QStringLiteral("right to left")
                                                       : QStringLiteral("left to right"))
          << QStringLiteral("Keychain: %1")
                 .arg(remote.keepsTokens() ? QStringLiteral("in use") : QStringLiteral("none"));
    const auto screens = QGuiApplication::screens();
    for (const QScreen *screen : screens)
        lines << QStringLiteral("Screen: %1").arg(screenText(*screen));
    lines << QStringLiteral("Servers:");
    const QList<RowFacts> servers = model.servers();
    for (const RowFacts &server : servers)
        lines << serverText(model, remote, server);
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace castdeck
