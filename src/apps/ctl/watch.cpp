// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/watch.h"

#include "apps/ctl/rows.h"

#include <algorithm>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr int RedrawInterval = 200; // ms
const QString idKey = QStringLiteral("id");

} // namespace

void Watch::start(Shell &shell, const std::vector<quint32> &ids)
{
    if (shell.options().format == Format::Csv) {
        Printer::say(QStringLiteral("session watch has no csv"));
        return shell.finish(ExitCode::Usage);
    }
    const bool redraws = shell.options().format == Format::Table && isatty(STDOUT_FILENO) == 1;
    auto *watch = new Watch(shell, ids, redraws);
    shell.watch([watch](ServerConnection &server) { watch->follow(server); });
}

Watch::Watch(Shell &shell, const std::vector<quint32> &ids, bool redraws)
    : QObject(&shell), m_shell(shell), m_ids(ids), m_redraws(redraws)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Watch::redraw);
}

void Watch::follow(ServerConnection &server)
{
    connect(&server, &ServerConnection::inventoryReset, this, &Watch::takeState);
    connect(&server, &ServerConnection::eventRaised, this, [this](const InventoryEvent &event) {
        m_inventory.apply(event);
        look();
    });
}

void Watch::takeState(const Inventory &inventory)
{
    m_inventory = inventory;
    const auto missing =
        std::ranges::find_if(m_ids, [&](quint32 id) { return !m_seen && !inventory.find(SessionId(id)); });
    if (missing != m_ids.end()) {
        m_shell.fail({ErrorCode::SessionNotFound, {}}, QStringLiteral("session %1").arg(*missing));
        return;
    }
    m_seen = true;
    look();
}

void Watch::look()
{
    const Listing listing = rows();
    const bool over = !m_ids.empty() && listing.rows.isEmpty();
    if (!m_redraws)
        stream(listing);
    else if (over)
        redraw();
    else if (!m_next.isActive())
        m_next.start(m_shown.isEmpty() ? 0 : RedrawInterval);
    if (over)
        m_shell.finish(ExitCode::Done);
}

Listing Watch::rows() const
{
    Listing listing = sessionListing(m_inventory);
    if (!m_ids.empty()) {
        listing.rows.removeIf([this](const QJsonObject &row) {
            return std::ranges::find(m_ids, row.value(idKey).toInteger()) == m_ids.end();
        });
    }
    return listing;
}

void Watch::stream(const Listing &listing)
{
    const QJsonObject line{{QStringLiteral("revision"), qint64(m_inventory.revision)}};
    QMap<qint64, QJsonObject> shown;
    for (const QJsonObject &row : listing.rows) {
        const qint64 id = row.value(idKey).toInteger();
        shown.insert(id, row);
        if (m_shown.value(id) == row)
            continue;
        QJsonObject changed = line;
        changed.insert(QStringLiteral("session"), row);
        Printer::write(Printer::line(changed));
    }
    for (auto it = m_shown.constBegin(); it != m_shown.constEnd(); ++it) {
        if (shown.contains(it.key()))
            continue;
        QJsonObject removed = line;
        removed.insert(QStringLiteral("sessionRemoved"), it.key());
        Printer::write(Printer::line(removed));
    }
    m_shown = shown;
}

void Watch::redraw()
{
    const Listing listing = rows();
    const QString top = QStringLiteral("%1   sessions: %2   %3\n\n")
                            .arg(m_shell.serverName())
                            .arg(listing.rows.size())
                            .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    // Cursor home; each line is cleared behind its text, then all below: no flicker.
    QString screen = top + Printer(Format::Table).list(listing);
    screen.replace(QLatin1Char('\n'), QStringLiteral("\x1b[K\n"));
    Printer::write(QStringLiteral("\x1b[H") + screen + QStringLiteral("\x1b[J"));
    m_shown.insert(0, {}); // drawn once, from now on with pauses
}

} // namespace castdeck
