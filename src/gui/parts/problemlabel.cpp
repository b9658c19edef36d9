// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/problemlabel.h"

#include "gui/parts/rowdelegate.h"

#include <QApplication>
#include <QEvent>

namespace castdeck
{

ProblemLabel::ProblemLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    paintRed();
    hide();
}

void ProblemLabel::say(const QString &problem)
{
    setText(problem);
    setVisible(!problem.isEmpty());
}

void ProblemLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        paintRed();
    QLabel::changeEvent(event);
}

void ProblemLabel::paintRed()
{
    QPalette red = QApplication::palette(this);
    red.setColor(QPalette::WindowText, RowDelegate::alertColor(red));
    setPalette(red);
}

} // namespace castdeck
