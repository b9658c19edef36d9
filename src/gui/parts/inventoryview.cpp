// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/inventoryview.h"

#include "gui/paint/readablecolor.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>

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
    // A third click on a title gives back the order that things have by themselves.
    header()->setSortIndicatorClearable(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_hint->setTextFormat(Qt::RichText);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_hint->hide();
    connect(m_hint, &QLabel::linkActivated, this, &InventoryView::hintActivated);
    wearSelection();
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

bool InventoryView::isBusy() const
{
    constexpr qint64 moment = 2000;
    const bool keyWasPressed = m_sinceKey.isValid() && !m_sinceKey.hasExpired(moment);
    return keyWasPressed || viewport()->underMouse() || QApplication::activePopupWidget() ||
           QApplication::activeModalWidget();
}

void InventoryView::fitTitles()
{
    const int mark = style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, header());
    const int margin = style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, header());
    for (int column = 0; column < header()->count(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        const int needed = header()->fontMetrics().horizontalAdvance(title) + mark + 4 * margin;
        if (!header()->isSectionHidden(column) && header()->sectionSize(column) < needed)
            header()->resizeSection(column, needed);
    }
}

void InventoryView::keyPressEvent(QKeyEvent *event)
{
    m_sinceKey.start();
    QTreeView::keyPressEvent(event);
}

void InventoryView::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
    if (event->reason() != QContextMenuEvent::Mouse) {
        askForMenu();
        return;
    }
    const QModelIndex under = indexAt(viewport()->mapFromGlobal(event->globalPos()));
    if (!under.isValid())
        selectionModel()->clear();
    else if (!selectionModel()->isSelected(under))
        selectionModel()->setCurrentIndex(under,
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    Q_EMIT menuRequested(event->globalPos());
}

/// At the current row, where the eye is.
void InventoryView::askForMenu()
{
    QRect place = viewport()->rect();
    if (currentIndex().isValid()) {
        scrollTo(currentIndex());
        place = visualRect(currentIndex().siblingAtColumn(header()->logicalIndex(0)));
    }
    Q_EMIT menuRequested(viewport()->mapToGlobal(place.center()));
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

void InventoryView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        wearSelection();
    QTreeView::changeEvent(event);
}

void InventoryView::wearSelection()
{
    setPalette(readable::selection(QApplication::palette(this)));
}

void InventoryView::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    viewport()->update();
}

void InventoryView::focusOutEvent(QFocusEvent *event)
{
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

void InventoryView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    if (!hasFocus())
        row.state &= ~QStyle::State_Active;
    QTreeView::drawRow(painter, row, index);
}

void InventoryView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                const QList<int> &)
{
    // A tree view looks for the rows among all it shows: for whether they are seen, and for their heights.
    // Here all rows are of one height, none is edited, and there may be 100 000.
    viewport()->update();
    if (!QAccessible::isActive())
        return;
    QAccessibleTableModelChangeEvent change(this, QAccessibleTableModelChangeEvent::DataChanged);
    change.setFirstRow(topLeft.row());
    change.setLastRow(bottomRight.row());
    change.setFirstColumn(topLeft.column());
    change.setLastColumn(bottomRight.column());
    QAccessible::updateAccessibility(&change);
}

} // namespace castdeck
