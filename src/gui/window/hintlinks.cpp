// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/hintlinks.h"

#include "gui/actions/serveractions.h"
#include "gui/actions/sessionactions.h"
#include "gui/parts/inventoryview.h"
#include "models/inventorymodel.h"

#include <QAbstractProxyModel>
#include <QLineEdit>

namespace castdeck
{

HintLinks::HintLinks(const InventoryModel &model, InventoryView &tree, QLineEdit &filter,
                     SessionActions &sessions, ServerActions &servers, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_tree(tree)
    , m_filter(filter)
    , m_sessions(sessions)
    , m_servers(servers)
{
    connect(&m_tree, &InventoryView::hintActivated, this, &HintLinks::follow);
}

void HintLinks::follow(const QString &link)
{
    const QString verb = link.section(QLatin1Char(':'), 0, 0);
    if (verb == QLatin1String("clear")) {
        m_filter.clear();
        return;
    }
    // What is done is done to what is selected, as from a menu.
    if (const ServerId server(link.section(QLatin1Char(':'), 1)); server.isValid()) {
        const auto *rows = qobject_cast<const QAbstractProxyModel *>(m_tree.model());
        const QModelIndex row = rows->mapFromSource(m_model.indexOf(server));
        m_tree.selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect |
                                                          QItemSelectionModel::Rows);
    }
    if (verb == QLatin1String("publish"))
        m_sessions.askToPublish();
    else if (verb == QLatin1String("add"))
        m_servers.add()->trigger();
    else if (verb == QLatin1String("edit"))
        m_servers.edit()->trigger();
    else if (verb == QLatin1String("tokens"))
        m_servers.enterTokens()->trigger();
    else if (verb == QLatin1String("connect"))
        m_servers.connectServer()->trigger();
    else if (verb == QLatin1String("retry"))
        m_servers.retryNow()->trigger();
}

} // namespace castdeck
