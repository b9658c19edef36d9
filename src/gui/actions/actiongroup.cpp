// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/actiongroup.h"

#include "gui/text/obstacletext.h"

namespace castdeck
{

ActionGroup::ActionGroup(const QAbstractItemModel &model, const QItemSelectionModel &selection,
                         QObject *parent)
    : QObject(parent), m_selection(selection)
{
    m_updateLater.setSingleShot(true);
    m_updateLater.setInterval(0);
    connect(&m_updateLater, &QTimer::timeout, this, [this] { update(); });
    connect(&selection, &QItemSelectionModel::selectionChanged, this, [this] { update(); });
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty() || roles.contains(InventoryRole::Facts))
                    updateLater();
            });
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ActionGroup::updateLater);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ActionGroup::updateLater);
}

QAction *ActionGroup::makeAction(const char *name, const QString &text, const QString &tip)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setStatusTip(tip);
    return action;
}

void ActionGroup::updateLater()
{
    if (!m_updateLater.isActive())
        m_updateLater.start();
}

void ActionGroup::showObstacle(QAction *action, Obstacle obstacle)
{
    showObstacle(action, ObstacleText::sentence(obstacle));
}

void ActionGroup::showObstacle(QAction *action, const QString &why)
{
    action->setEnabled(why.isEmpty());
    const QString name = action->text().remove(QLatin1Char('&'));
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = why.isEmpty() ? action->statusTip() : why;
    action->setToolTip(keys.isEmpty() ? QStringLiteral("%1\n%2").arg(name, tip)
                                      : QStringLiteral("%1 (%2)\n%3").arg(name, keys, tip));
}

QString ActionGroup::plainName(const QAction &action)
{
    QString name = action.text().remove(QLatin1Char('&'));
    if (name.endsWith(QChar(0x2026)))
        name.chop(1);
    return name;
}

Order *ActionGroup::makeOrder(OrderKind kind)
{
    return makeOrder(OutcomeText::title(kind),
                     [kind](const OrderOutcome &outcome) { return OutcomeText::report(kind, outcome); });
}

Order *ActionGroup::makeOrder(const QAction &verb, const std::function<Report(const OrderOutcome &)> &text)
{
    return makeOrder(plainName(verb), text);
}

Order *ActionGroup::makeOrder(const QString &title, const std::function<Report(const OrderOutcome &)> &text)
{
    auto *const order = new Order(title, this);
    connect(order, &Order::finished, this,
            [this, text](const OrderOutcome &outcome) { Q_EMIT reported(text(outcome)); });
    Q_EMIT ordered(order);
    return order;
}

} // namespace castdeck
