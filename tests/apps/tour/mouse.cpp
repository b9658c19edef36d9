// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mouse.h"

#include <QAbstractButton>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>

namespace castdeck::Mouse
{

namespace
{

void post(QWidget *widget, QEvent::Type type, const QPoint &at, Qt::MouseButton button)
{
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : button;
    QApplication::postEvent(widget,
                            new QMouseEvent(type, at, widget->mapToGlobal(at), button, held, Qt::NoModifier));
}

} // namespace

void click(QWidget *widget, const QPoint &at)
{
    post(widget, QEvent::MouseButtonPress, at, Qt::LeftButton);
    post(widget, QEvent::MouseButtonRelease, at, Qt::LeftButton);
}

void click(QAbstractButton *button)
{
    click(button, button->rect().center());
}

void choose(QMenu *menu, QAction *action)
{
    const QPoint at = menu->actionGeometry(action).center();
    // A menu takes the first release for that of the click that opened it, until the mouse has moved enough.
    for (int away = 10; away >= 0; --away)
        post(menu, QEvent::MouseMove, at + QPoint(away, 0), Qt::NoButton);
    click(menu, at);
}

void askForMenu(QWidget *widget, const QPoint &at)
{
    post(widget, QEvent::MouseButtonPress, at, Qt::RightButton);
    post(widget, QEvent::MouseButtonRelease, at, Qt::RightButton);
    QApplication::postEvent(widget,
                            new QContextMenuEvent(QContextMenuEvent::Mouse, at, widget->mapToGlobal(at)));
}

void type(QLineEdit *edit, const QString &text)
{
    for (const QChar letter : text) {
        QApplication::postEvent(edit, new QKeyEvent(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter)));
        QApplication::postEvent(edit, new QKeyEvent(QEvent::KeyRelease, 0, Qt::NoModifier, QString(letter)));
    }
}

} // namespace castdeck::Mouse
