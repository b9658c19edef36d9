// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QModelIndex>
#include <QWidget>

class QAction;
class QLineEdit;
class QStackedWidget;
class QTabBar;

namespace castdeck
{

class EventFilter;
class EventLog;
class EventPane;
class OrderActions;
class PaneActions;

/// What happened: everything, what somebody should look at, or the orders of the person at this console.
class EventTabs : public QWidget
{
    Q_OBJECT
public:
    enum Tab { All, Trouble, Mine };

    /// Everything given outlives it.
    EventTabs(EventLog &log, OrderActions &orders, PaneActions &panes, QWidget *parent = nullptr);

    void open(Tab tab);
    QWidget *focusField() const;

Q_SIGNALS:
    /// A person wants to see the row that a line is about.
    void rowWanted(const castdeck::RowKey &row);

private:
    EventPane *makeView(const char *name, EventFilter &lines, int alertRole, const QList<int> &widths);
    void show(int tab);
    void showMenu(EventPane &view, const QPoint &at);
    void want(const QModelIndex &line);
    QModelIndex currentLine() const;
    RowKey rowOf(const QModelIndex &line) const;
    void updateActions();

    OrderActions &m_orders;
    PaneActions &m_panes;
    QTabBar *m_tabs;
    QLineEdit *m_words;
    QStackedWidget *m_views;
    EventFilter *m_events;
    EventFilter *m_mine;
    QAction *m_showRow;
    QAction *m_again;
};

} // namespace castdeck
