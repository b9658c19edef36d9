// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/elasticcolumn.h"

#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QTreeView>
#include <algorithm>
#include <utility>

namespace castdeck
{

ElasticColumn::ElasticColumn(QTreeView &view, int column)
    : QObject(&view), m_view(view), m_column(column), m_least(view.columnWidth(column))
{
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, &ElasticColumn::fit);
    view.viewport()->installEventFilter(this);
    connect(view.header(), &QHeaderView::sectionResized, this, [this](int section, int before, int) {
        if (m_isFitting)
            return;
        // Shown or hidden is not made wide or narrow; and a header that takes on what was saved is not a
        // person.
        const bool isHand = section == m_column && before > 0 && m_view.isVisible();
        m_isFixed = m_isFixed || isHand;
        m_later.start();
    });
}

QByteArray ElasticColumn::stateOf(QHeaderView &header)
{
    auto *const own = header.parent()->findChild<ElasticColumn *>(QString(), Qt::FindDirectChildrenOnly);
    if (!own || own->m_isFixed || own->m_isFirst || header.isSectionHidden(own->m_column))
        return header.saveState();
    const QScopedValueRollback guard(own->m_isFitting, true);
    const QSignalBlocker quiet(header); // nobody sees it
    const int size = header.sectionSize(own->m_column);
    header.resizeSection(own->m_column, own->m_least);
    QByteArray state = header.saveState();
    header.resizeSection(own->m_column, size);
    return state;
}

bool ElasticColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        m_later.start();
    return QObject::eventFilter(watched, event);
}

void ElasticColumn::fit()
{
    QHeaderView &header = *m_view.header();
    if (m_isFixed || header.isSectionHidden(m_column) || !m_view.isVisible())
        return;
    const int size = header.sectionSize(m_column);
    if (std::exchange(m_isFirst, false) && size != m_least) { // it was saved so
        m_isFixed = true;
        return;
    }
    const int wanted = std::max(size + m_view.viewport()->width() - header.length(), m_least);
    if (wanted == size)
        return;
    const QScopedValueRollback guard(m_isFitting, true);
    header.resizeSection(m_column, wanted);
}

} // namespace castdeck
