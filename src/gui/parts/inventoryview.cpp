// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/inventoryview.h"

#include <QContextMenuEvent>

namespace castdeck
{

InventoryView::InventoryView(QWidget *parent) : QTreeView(parent), m_hint(new QLabel(viewport()))
{
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setUniformRowHeights(true);
    setIndentation(16);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    setSortingEnabled(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_hint->setTextFormat(Qt::RichText);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_hint->hide();
    connect(m_hint, &QLabel::linkActivated, this, &InventoryView::hintActivated);
}

void InventoryView::setHint(const QString &html)
{
    m_hint->setText(html);
    m_hint->setVisible(!html.isEmpty());
    placeHint();
}

QString InventoryView::hint() const
{
    return m_hint->text();
}

void InventoryView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QModelIndex under = indexAt(viewport()->mapFromGlobal(position));
        if (!under.isValid())
            selectionModel()->clear();
        else if (!selectionModel()->isSelected(under))
            selectionModel()->setCurrentIndex(under, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
    } else if (currentIndex().isValid()) {
        scrollTo(currentIndex());
        position = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    }
    Q_EMIT menuRequested(position);
    event->accept();
}

void InventoryView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    placeHint();
}

void InventoryView::placeHint()
{
    // Below the few rows that may be there.
    const int width = std::min(viewport()->width() - 40, 480);
    const int height = m_hint->heightForWidth(width);
    const QRect area = viewport()->rect();
    m_hint->setGeometry(area.center().x() - width / 2,
                        std::max(area.height() / 3, area.center().y() - height), width, height);
}

} // namespace castdeck
