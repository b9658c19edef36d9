// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/paneactions.h"

#include "gui/actions/actiongroup.h"
#include "gui/paint/readablecolor.h"
#include "gui/parts/named.h"
#include "gui/parts/rowexport.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIcon>

namespace castdeck
{

namespace
{

QList<int> shownColumns(const QHeaderView &header)
{
    QList<int> columns;
    for (int position = 0; position < header.count(); ++position) {
        const int column = header.logicalIndex(position);
        if (!header.isSectionHidden(column))
            columns << column;
    }
    return columns;
}

/// In the order a person sees them.
QModelIndexList selectedRows(const QTreeView &view)
{
    QModelIndexList rows = RowExport::allRows(*view.model());
    rows.removeIf([&](const QModelIndex &row) { return !view.selectionModel()->isSelected(row); });
    return rows;
}

} // namespace

PaneActions::PaneActions(QObject *parent)
    : QObject(parent)
    , m_copy(named("copy", new QAction(tr("&Copy"), this)))
    , m_selectAll(named("selectAll", new QAction(tr("Select A&ll"), this)))
{
    m_copy->setIcon(QIcon(QStringLiteral(":/icons/copy.svg")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setStatusTip(tr("Copy the selected rows as text"));
    m_selectAll->setShortcut(QKeySequence::SelectAll);
    m_selectAll->setStatusTip(tr("Select every row of the pane"));
    for (QAction *action : {m_copy, m_selectAll})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_copy, &QAction::triggered, this, &PaneActions::copySelection);
    connect(m_selectAll, &QAction::triggered, this, [this] {
        if (m_current)
            m_current->selectAll();
    });
    update();
}

void PaneActions::add(QTreeView &view)
{
    view.addActions({m_copy, m_selectAll});
    view.installEventFilter(this);
    connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, this, &PaneActions::update);
    if (!m_current)
        makeCurrent(&view);
    else
        color(view, false);
}

bool PaneActions::eventFilter(QObject *watched, QEvent *event)
{
    auto *const view = qobject_cast<QTreeView *>(watched);
    if (view && event->type() == QEvent::FocusIn)
        makeCurrent(view);
    // The desktop wears other colours; ours is made of them.
    if (view && event->type() == QEvent::ApplicationPaletteChange)
        QMetaObject::invokeMethod(
            this, [this, view] { color(*view, view == m_current); }, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void PaneActions::makeCurrent(QTreeView *view)
{
    if (view == m_current)
        return;
    if (m_current)
        color(*m_current, false);
    m_current = view;
    color(*view, true);
    update();
    Q_EMIT currentChanged();
}

void PaneActions::color(QTreeView &view, bool isCurrent)
{
    QPalette colors = readable::selection(QGuiApplication::palette());
    if (!isCurrent) {
        for (const auto role : {QPalette::Highlight, QPalette::HighlightedText})
            colors.setColor(QPalette::Active, role, colors.color(QPalette::Inactive, role));
    }
    view.setPalette(colors);
}

void PaneActions::update()
{
    const bool hasRows = m_current && m_current->selectionModel()->hasSelection();
    ActionGroup::showObstacle(m_copy, hasRows ? Obstacle::None : Obstacle::NoRow);
    ActionGroup::showObstacle(m_selectAll, Obstacle::None);
}

void PaneActions::copySelection()
{
    if (!m_current)
        return;
    const QModelIndexList rows = selectedRows(*m_current);
    const auto titles = m_current->isHeaderHidden() ? RowExport::Titles::Without : RowExport::Titles::With;
    QGuiApplication::clipboard()->setText(RowExport::text(rows, shownColumns(*m_current->header()), titles));
    Q_EMIT reported({Report::Kind::Done, tr("%n row(s) copied", nullptr, static_cast<int>(rows.size()))});
}

} // namespace castdeck
