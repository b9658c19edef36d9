// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/placeholdercolor.h"

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
    const QColor text = palette.color(group, QPalette::Text);
    const QColor base = palette.color(group, QPalette::Base);
    const auto between = [](float front, float behind) { return 0.6F * front + 0.4F * behind; };
    return QColor::fromRgbF(between(text.redF(), base.redF()), between(text.greenF(), base.greenF()),
                            between(text.blueF(), base.blueF()));
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
