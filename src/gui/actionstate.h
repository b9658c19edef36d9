// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/obstacle.h"

#include <QString>

class QAction;
class QObject;

namespace castdeck
{

/// An action of @p owner; @p name is its object name, @p tip its status tip.
QAction *makeAction(QObject *owner, const char *name, const QString &text, const QString &tip);

/// Enables the action, or disables it and lets its tool tip say why. Enabled, the tool tip is the status tip.
void showObstacle(QAction *action, Obstacle obstacle);
/// The same with a sentence; empty: nothing is in the way.
void showObstacle(QAction *action, const QString &why);

} // namespace castdeck
