// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/listedactions.h"

#include "gui/actions/actiongroup.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace castdeck
{

namespace
{

void collect(const QWidget &from, const QString &where, QList<ListedAction> &into)
{
    const auto actions = from.actions();
    for (QAction *action : actions) {
        if (const QMenu *const menu = action->menu()) {
            const QString name = ActionGroup::plainName(*action);
            collect(*menu, where.isEmpty() ? name : QString(where + QStringLiteral(" › ") + name), into);
        } else if (!action->isSeparator() && !action->text().isEmpty()) {
            into << ListedAction{action, where};
        }
    }
}

} // namespace

QList<ListedAction> listedActions(const QMainWindow &window)
{
    QList<ListedAction> all;
    collect(*window.menuBar(), {}, all);
    collect(window, {}, all);
    QList<QAction *> seen;
    all.removeIf([&seen](const ListedAction &listed) {
        const bool isSeen = seen.contains(listed.action);
        seen << listed.action;
        return isSeen;
    });
    return all;
}

} // namespace castdeck
