// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/placeholdercolor.h"

#include "gui/paint/readablecolor.h"

#include <QApplication>
#include <QEvent>

namespace castdeck
{

PlaceholderColor::PlaceholderColor(QApplication &app) : QObject(&app), m_app(app)
{
    m_app.installEventFilter(this);
    mend();
}

QColor PlaceholderColor::of(const QPalette &palette, QPalette::ColorGroup group)
{
    return readable::mix(palette.color(group, QPalette::Text), palette.color(group, QPalette::Base), 0.6);
}

bool PlaceholderColor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_app && event->type() == QEvent::ApplicationPaletteChange)
        mend();
    return QObject::eventFilter(watched, event);
}

void PlaceholderColor::mend()
{
    const QPalette now = QApplication::palette();
    QPalette own = now; // it knows which colours were set; all others stay the desktop's
    bool isMended = true;
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        const QColor color = of(now, group);
        isMended = isMended && now.color(group, QPalette::PlaceholderText) == color;
        own.setColor(group, QPalette::PlaceholderText, color);
    }
    if (!isMended)
        QApplication::setPalette(own);
}

} // namespace castdeck
