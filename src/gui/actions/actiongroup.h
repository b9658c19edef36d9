// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/order.h"
#include "gui/text/outcometext.h"
#include "gui/text/report.h"
#include "models/inventoryrole.h"
#include "models/obstacle.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QTimer>
#include <functional>

namespace castdeck
{

/// Actions that are possible or not as rows are selected and as these are: the same objects in menus,
/// toolbar, context menu and shortcuts. What one does is done for the rows as they were when it was
/// triggered.
class ActionGroup : public QObject
{
    Q_OBJECT
public:
    virtual QList<QAction *> all() const = 0;
    /// What the action is called, without the letter that is underlined and the dots.
    static QString plainName(const QAction &action);
    /// Enables the action, or disables it and lets its tool tip say why. Enabled, the tool tip is the status
    /// tip.
    static void showObstacle(QAction *action, Obstacle obstacle);
    /// The same with a sentence; empty: nothing is in the way.
    static void showObstacle(QAction *action, const QString &why);

Q_SIGNALS:
    /// Something a person did has come to its end.
    void reported(const castdeck::Report &report);
    /// An order is about to be given its targets.
    void ordered(castdeck::Order *order);

protected:
    /// @p model holds the rows of @p selection, or is what their model shows; both outlive it.
    ActionGroup(const QAbstractItemModel &model, const QItemSelectionModel &selection, QObject *parent);

    /// @p name is its object name, @p tip its status tip.
    QAction *makeAction(const char *name, const QString &text, const QString &tip);
    /// Says what is possible. After the constructor it is called at once when other rows are selected, and
    /// once for all that has become of the rows meanwhile.
    virtual void update() = 0;
    void updateLater();
    /// What the selected rows answer InventoryRole::Facts with.
    template <class Facts>
    QList<Facts> selectedFacts() const
    {
        QList<Facts> facts;
        const QModelIndexList rows = m_selection.selectedRows();
        for (const QModelIndex &row : rows)
            facts << row.data(InventoryRole::Facts).template value<Facts>();
        return facts;
    }

    /// An order whose outcome is reported.
    Order *makeOrder(OrderKind kind);
    /// The same for the verb of an action.
    Order *makeOrder(const QAction &verb, const std::function<Report(const OrderOutcome &)> &text);

    const QItemSelectionModel &m_selection;

private:
    Order *makeOrder(const QString &title, const std::function<Report(const OrderOutcome &)> &text);

    QTimer m_updateLater;
};

} // namespace castdeck
