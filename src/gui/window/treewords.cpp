// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/treewords.h"

#include "gui/parts/inventoryview.h"
#include "gui/rows/attentionchips.h"
#include "gui/rows/filterfield.h"
#include "gui/text/errortext.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

#include <QLocale>

namespace castdeck
{

struct TreeWords::Servers {
    QList<RowFacts> publishing; ///< connected, and our token lets us publish
    QList<RowFacts> others;     ///< not connected
    int connected = 0;
    int live = 0; ///< rows below them that something can be done with
    int past = 0;

    explicit Servers(const InventoryModel &model)
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            const RowFacts facts = model.facts(index);
            connected += facts.reachable;
            if (!facts.reachable)
                others << facts;
            else if (facts.powers.publish)
                publishing << facts;
            for (int child = 0; child < model.rowCount(index); ++child) {
                const bool isPast = model.index(child, 0, index).data(InventoryRole::Past).toBool();
                ++(isPast ? past : live);
            }
        }
    }
};

namespace
{

QString link(const QString &verb, const RowFacts &server, const QString &text)
{
    return QStringLiteral("<a href=\"%1:%2\">%3</a>")
        .arg(verb, server.key.server.value().toHtmlEscaped(), text.toHtmlEscaped());
}

} // namespace

TreeWords::TreeWords(const InventoryModel &model, const InventoryFilterModel &rows, FilterField &filter,
                     InventoryView &view, QLabel &count, AttentionChips &chips)
    : QObject(&view)
    , m_model(model)
    , m_rows(rows)
    , m_filter(filter)
    , m_view(view)
    , m_count(count)
    , m_chips(chips)
{
    m_later.setSingleShot(true);
    // Nobody reads faster, and the rows may change a thousand times a second.
    m_later.setInterval(100);
    connect(&m_later, &QTimer::timeout, this, &TreeWords::say);
    connect(&filter, &QLineEdit::textChanged, this, &TreeWords::say);
    connect(&chips, &AttentionChips::chosen, &filter,
            [&filter](const QStringList &values) { filter.ask(QStringLiteral("is"), values); });
    connect(&m_rows, &InventoryFilterModel::filtered, this, &TreeWords::say);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&m_rows, signal, this, &TreeWords::sayLater);
        connect(&m_model, signal, this, &TreeWords::sayLater);
    }
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &TreeWords::sayLater);
    m_later.start();
}

void TreeWords::sayLater()
{
    if (!m_later.isActive())
        m_later.start();
}

void TreeWords::say()
{
    if (const QString next = hint(); next != m_view.hint())
        m_view.setHint(next);
    if (const QString next = count(); next != m_count.text())
        m_count.setText(next);
    const Troubles troubles = m_model.totals().troubles;
    m_chips.setPressed(RowQuery::valuesOf(m_filter.text(), QStringLiteral("is")));
    m_chips.show({troubles.failed, troubles.lost, troubles.stalled});
}

QString TreeWords::hint() const
{
    if (m_rows.isFiltering())
        return m_rows.rowCount() > 0 ? QString()
                                     : tr("<p>Nothing matches “%1”.</p><p><a href=\"clear\">Show all</a></p>")
                                           .arg(m_filter.text().toHtmlEscaped());
    if (m_model.rowCount() == 0)
        return tr("<h3>No server yet</h3><p><a href=\"add\">Add a server</a> to see its sessions and "
                  "clients.</p>");
    const Servers servers(m_model);
    if (servers.live > 0)
        return {};
    if (servers.past > 0)
        return tr("<p>Nothing is sent any more. What is over stays here for a while.</p>");
    if (servers.connected == 0)
        return unreachable(servers);
    if (servers.publishing.isEmpty())
        return tr("<h3>Nothing is published yet</h3><p>The token you use may only watch. Sessions and their "
                  "clients appear here as soon as somebody publishes and the first machine asks.</p>");
    const QString asks = tr("Machines can then ask for its files: sessions and their clients appear here as "
                            "soon as the first one does.");
    if (servers.publishing.size() == 1)
        return tr("<h3>Nothing is published yet</h3><p>%1 on %2.</p><p>%3</p>")
            .arg(link(QStringLiteral("publish"), servers.publishing.constFirst(), tr("Publish a folder")),
                 servers.publishing.constFirst().serverName.toHtmlEscaped(), asks);
    QStringList links;
    for (const RowFacts &server : servers.publishing)
        links << link(QStringLiteral("publish"), server, server.serverName);
    return tr("<h3>Nothing is published yet</h3><p>Publish a folder on %1.</p><p>%2</p>")
        .arg(links.join(QStringLiteral(" · ")), asks);
}

/// Why there is nothing to see, of each server in a line of its own.
QString TreeWords::unreachable(const Servers &servers) const
{
    QString lines;
    constexpr qsizetype most = 5;
    for (const RowFacts &server : servers.others.first(std::min(most, servers.others.size()))) {
        const ConnectionStatus status = m_model.status(server.key.server);
        const QString name = server.serverName.toHtmlEscaped();
        const QString why = status.error ? ErrorText::sentence(*status.error).toHtmlEscaped() : QString();
        QString line;
        switch (status.state) {
        case ConnectionState::Connecting:
            line = tr("Connecting to %1…").arg(name);
            break;
        case ConnectionState::Lost:
            line = tr("%1 cannot be reached; it is tried again by itself. %2")
                       .arg(name, link(QStringLiteral("retry"), server, tr("Try now")));
            break;
        case ConnectionState::Refused:
            line = why.isEmpty() ? tr("%1 refuses the connection.").arg(name)
                                 : QStringLiteral("%1: %2").arg(name, why);
            line += QLatin1Char(' ') + link(QStringLiteral("edit"), server, tr("Edit the server"));
            break;
        case ConnectionState::Closed:
            line = (why.isEmpty() ? tr("%1 is not connected.").arg(name)
                                  : QStringLiteral("%1: %2").arg(name, why)) +
                   QLatin1Char(' ') + link(QStringLiteral("connect"), server, tr("Connect"));
            break;
        case ConnectionState::TokenMissing:
            line = tr("%1 wants a token that is not known here.").arg(name) + QLatin1Char(' ') +
                   link(QStringLiteral("tokens"), server, tr("Enter tokens"));
            break;
        case ConnectionState::Ready:
            break;
        }
        lines += QStringLiteral("<p>%1</p>").arg(line);
    }
    return tr("<h3>Not connected</h3>") + lines;
}

QString TreeWords::count() const
{
    const Totals totals = m_model.totals();
    QStringList parts{tr("%n server(s)", nullptr, m_model.rowCount()),
                      tr("%n session(s)", nullptr, totals.sessions),
                      tr("%n client(s)", nullptr, totals.clients)};
    if (m_rows.isFiltering()) {
        parts.prepend(tr("%1 of %n row(s) shown", nullptr, m_rows.totalCount())
                          .arg(QLocale().toString(m_rows.shownCount())));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace castdeck
