// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>

class QAbstractButton;
class QAction;
class QLineEdit;
class QMenu;
class QString;
class QWidget;

/// A person's hands on the widgets of this process: events that go the way of real ones.
namespace castdeck::Mouse
{

void click(QWidget *widget, const QPoint &at);
void click(QAbstractButton *button);
/// Clicks the entry of an open menu.
void choose(QMenu *menu, QAction *action);
/// What a right button does: press, and the request for a menu.
void askForMenu(QWidget *widget, const QPoint &at);
void type(QLineEdit *edit, const QString &text);

} // namespace castdeck::Mouse
