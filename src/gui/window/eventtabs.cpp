// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/eventtabs.h"

#include "gui/actions/orderactions.h"
#include "gui/panes/eventpane.h"
#include "gui/parts/eventfilter.h"
#include "gui/parts/eventlog.h"
#include "gui/parts/named.h"
#include "gui/window/paneactions.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>

namespace castdeck
{

EventTabs::EventTabs(EventLog &log, OrderActions &orders, PaneActions &panes, QWidget *parent)
    : QWidget(parent)
    , m_orders(orders)
    , m_panes(panes)
    , m_tabs(named("eventKinds", new QTabBar(this)))
    , m_words(named("eventFilter", new QLineEdit(this)))
    , m_views(new QStackedWidget(this))
    , m_events(new EventFilter(EventLog::AlertRole, this))
    , m_mine(new EventFilter(OrderLog::AlertRole, this))
    , m_showRow(named("showRow", new QAction(tr("&Show in Tree"), this)))
    , m_again(named("again", new QAction(tr("A&gain…"), this)))
{
    m_events->setSourceModel(&log);
    m_mine->setSourceModel(&orders.log());
    for (const QString &title : {tr("All"), tr("Trouble"), tr("Mine")})
        m_tabs->addTab(title);
    m_tabs->setTabToolTip(Trouble, tr("What somebody should look at"));
    m_tabs->setTabToolTip(Mine, tr("The orders you gave, and what became of each"));
    m_tabs->setAccessibleName(tr("Which events"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_words->setPlaceholderText(tr("Filter events"));
    m_words->setAccessibleName(tr("Filter events"));
    m_words->setClearButtonEnabled(true);
    m_words->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_views->addWidget(makeView("events", *m_events, EventLog::AlertRole, {18, 16}));
    auto *const mine = makeView("orders", *m_mine, OrderLog::AlertRole, {18, 40, 16});
    mine->setAccessibleName(tr("Your orders"));
    mine->setRootIsDecorated(true);
    m_views->widget(0)->setAccessibleName(tr("Events"));
    m_views->addWidget(mine);

    auto *const line = new QHBoxLayout;
    line->addWidget(m_tabs);
    line->addStretch();
    line->addWidget(m_words, 1);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_views);
    connect(m_tabs, &QTabBar::currentChanged, this, &EventTabs::show);
    connect(m_words, &QLineEdit::textChanged, m_events, &EventFilter::setWords);
    connect(m_words, &QLineEdit::textChanged, m_mine, &EventFilter::setWords);
    connect(m_showRow, &QAction::triggered, this, [this] { want(currentLine()); });
    connect(m_again, &QAction::triggered, this,
            [this] { m_orders.askAgain(m_mine->mapToSource(currentLine())); });
}

EventPane *EventTabs::makeView(const char *name, EventFilter &lines, int alertRole, const QList<int> &widths)
{
    auto *const view = named(name, new EventPane(lines, alertRole, widths, this));
    m_panes.add(*view);
    connect(view, &QTreeView::activated, this, &EventTabs::want);
    connect(view, &QWidget::customContextMenuRequested, this,
            [this, view](const QPoint &at) { showMenu(*view, at); });
    return view;
}

void EventTabs::open(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

QWidget *EventTabs::focusField() const
{
    return m_views->currentWidget();
}

void EventTabs::show(int tab)
{
    m_events->setTroubleOnly(tab == Trouble);
    m_views->setCurrentIndex(tab == Mine ? 1 : 0);
}

QModelIndex EventTabs::currentLine() const
{
    return static_cast<QTreeView *>(m_views->currentWidget())->currentIndex();
}

RowKey EventTabs::rowOf(const QModelIndex &line) const
{
    const bool isOrder = m_views->currentIndex() == 1;
    return line.data(isOrder ? int(OrderLog::RowRole) : int(EventLog::RowRole)).value<RowKey>();
}

void EventTabs::want(const QModelIndex &line)
{
    if (const RowKey row = rowOf(line); row.server.isValid())
        Q_EMIT rowWanted(row);
}

void EventTabs::updateActions()
{
    const QModelIndex line = currentLine();
    m_showRow->setEnabled(rowOf(line).server.isValid());
    m_again->setEnabled(m_views->currentIndex() == 1 && m_orders.canAgain(m_mine->mapToSource(line)));
}

void EventTabs::showMenu(EventPane &view, const QPoint &at)
{
    updateActions();
    auto *const menu = named("eventMenu", new QMenu(this));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_views->currentIndex() == 1)
        menu->addAction(m_again);
    menu->addActions({m_showRow, m_panes.copy(), m_panes.selectAll()});
    menu->popup(view.viewport()->mapToGlobal(at));
}

} // namespace castdeck
