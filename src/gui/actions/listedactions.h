// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

class QAction;
class QMainWindow;

namespace castdeck
{

/// An action and where it is found.
struct ListedAction {
    QAction *action;
    QString where; ///< "Server › Service"
};

/// Every verb of the menu bar, and those that have keys only.
QList<ListedAction> listedActions(const QMainWindow &window);

} // namespace castdeck
