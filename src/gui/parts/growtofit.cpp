// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/growtofit.h"

#include <QEvent>
#include <QLayout>
#include <QWidget>

namespace castdeck
{

GrowToFit::GrowToFit(QWidget *window) : QObject(window), m_window(window)
{
    window->installEventFilter(this);
}

bool GrowToFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &GrowToFit::grow, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void GrowToFit::grow()
{
    const int needed = m_window->layout()->totalMinimumHeightForWidth(m_window->width());
    if (m_window->isVisible() && m_window->height() < needed)
        m_window->resize(m_window->width(), needed);
}

} // namespace castdeck
