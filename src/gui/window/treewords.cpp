// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/treewords.h"

#include "gui/parts/inventoryview.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

#include <QLineEdit>

namespace castdeck
{

TreeWords::TreeWords(const InventoryModel &model, const InventoryFilterModel &rows, const QLineEdit &filter,
                     InventoryView &view, QLabel &count)
    : QObject(&view), m_model(model), m_rows(rows), m_filter(filter), m_view(view), m_count(count)
{
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, &TreeWords::say);
    connect(&filter, &QLineEdit::textChanged, this, &TreeWords::say);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_rows, signal, &m_later, qOverload<>(&QTimer::start));
    connect(&m_model, &QAbstractItemModel::dataChanged, &m_later, [this] {
        if (!m_later.isActive())
            m_later.start();
    });
    m_later.start();
}

void TreeWords::say()
{
    if (const QString next = hint(); next != m_view.hint())
        m_view.setHint(next);
    m_count.setText(count());
}

QString TreeWords::hint() const
{
    bool empty = true;
    bool ready = false;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex server = m_model.index(row, 0);
        empty &= m_model.rowCount(server) == 0;
        ready |= m_model.facts(server).reachable;
    }
    if (m_rows.isFiltering() && m_rows.rowCount() == 0)
        return tr("Nothing matches “%1”.").arg(m_filter.text().toHtmlEscaped());
    if (empty && m_model.rowCount() == 0)
        return tr("<h3>No server yet</h3>");
    if (empty && ready && !m_rows.isFiltering())
        return tr("<h3>Nothing is published yet</h3><p><a href=\"publish\">Publish a folder</a>, and "
                  "machines can ask "
                  "for its files. Sessions and their clients appear here as soon as the first one asks.</p>");
    return {};
}

QString TreeWords::count() const
{
    const Totals totals = m_model.totals();
    return QStringList{tr("%n server(s)", nullptr, m_model.rowCount()),
                       tr("%n session(s)", nullptr, totals.sessions),
                       tr("%n client(s)", nullptr, totals.clients)}
        .join(QStringLiteral(" · "));
}

} // namespace castdeck
