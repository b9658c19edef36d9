// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/eventpane.h"

#include "gui/parts/rowdelegate.h"

#include <QHeaderView>
#include <QScrollBar>

namespace castdeck
{

EventPane::EventPane(QAbstractItemModel &log, int alertRole, const QList<int> &widths, QWidget *parent)
    : QTreeView(parent)
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTextElideMode(Qt::ElideRight);
    setContextMenuPolicy(Qt::CustomContextMenu);
    constexpr int none = -1;
    setItemDelegate(new RowDelegate({none, alertRole, none, none}, this));
    setModel(&log);
    for (int column = 0; column < widths.size(); ++column)
        header()->resizeSection(column,
                                fontMetrics().horizontalAdvance(QLatin1Char('0')) * widths.at(column) + 12);
    connect(&log, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = verticalScrollBar();
        m_wasAtEnd = bar->value() == bar->maximum();
    });
    connect(&log, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &above) {
        if (m_wasAtEnd && !above.isValid())
            scrollToBottom();
    });
}

} // namespace castdeck
