// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/eventpane.h"

#include "gui/parts/rowdelegate.h"

#include <QHeaderView>
#include <QScrollBar>

namespace castdeck
{

EventPane::EventPane(QWidget *parent) : QTreeView(parent)
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setTextElideMode(Qt::ElideRight);
    setAccessibleName(tr("Events"));
    constexpr int none = -1;
    setItemDelegate(new RowDelegate({none, EventLog::AlertRole, none, none}, this));
}

void EventPane::setLog(EventLog *log)
{
    setModel(log);
    header()->resizeSection(EventLog::Time,
                            fontMetrics().horizontalAdvance(QStringLiteral("00/00/00 00:00:00")) + 12);
    header()->resizeSection(EventLog::Server, fontMetrics().averageCharWidth() * 16);
    connect(log, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = verticalScrollBar();
        setProperty("atEnd", bar->value() == bar->maximum());
    });
    connect(log, &QAbstractItemModel::rowsInserted, this, [this] {
        if (property("atEnd").toBool())
            scrollToBottom();
    });
}

} // namespace castdeck
