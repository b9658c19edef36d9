// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/headermenu.h"

#include "gui/parts/named.h"

#include <QMenu>

namespace castdeck
{

HeaderMenu::HeaderMenu(QHeaderView *header) : QObject(header), m_header(header)
{
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { open(m_header->mapToGlobal(at)); });
}

void HeaderMenu::open(const QPoint &globalPosition)
{
    auto *menu = named("columnMenu", new QMenu(m_header));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 1; column < m_header->count(); ++column) {
        QAction *action = menu->addAction(m_header->model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_header->isSectionHidden(column));
        connect(action, &QAction::toggled, m_header,
                [header = m_header, column](bool shown) { header->setSectionHidden(column, !shown); });
    }
    menu->popup(globalPosition);
}

QList<int> HeaderMenu::visibleColumns() const
{
    QList<int> columns;
    for (int position = 0; position < m_header->count(); ++position) {
        const int column = m_header->logicalIndex(position);
        if (!m_header->isSectionHidden(column))
            columns << column;
    }
    return columns;
}

} // namespace castdeck
