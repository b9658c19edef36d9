// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actionstate.h"

#include "gui/obstacletext.h"

#include <QAction>

namespace castdeck
{

QAction *makeAction(QObject *owner, const char *name, const QString &text, const QString &tip)
{
    auto *action = new QAction(text, owner);
    action->setObjectName(QLatin1String(name));
    action->setStatusTip(tip);
    return action;
}

void showObstacle(QAction *action, Obstacle obstacle)
{
    showObstacle(action, ObstacleText::sentence(obstacle));
}

void showObstacle(QAction *action, const QString &why)
{
    action->setEnabled(why.isEmpty());
    const QString name = action->text().remove(QLatin1Char('&'));
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = why.isEmpty() ? action->statusTip() : why;
    action->setToolTip(keys.isEmpty() ? QStringLiteral("%1\n%2").arg(name, tip)
                                      : QStringLiteral("%1 (%2)\n%3").arg(name, keys, tip));
}

} // namespace castdeck
