// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/elidedlabel.h"

namespace castdeck
{

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    // What servers and clients say is text, whatever it looks like.
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ElidedLabel::setWhole(const QString &text)
{
    // A line is a line.
    m_whole = text.simplified();
    setAccessibleName(m_whole);
    cut();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_whole) + 2, QLabel::sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    cut();
}

void ElidedLabel::cut()
{
    setText(fontMetrics().elidedText(m_whole, Qt::ElideRight, contentsRect().width()));
    // As HTML, so that a long one is broken; escaped, so that it stays text.
    setToolTip(isCut() ? QStringLiteral("<span>%1</span>").arg(m_whole.toHtmlEscaped()) : QString());
}

} // namespace castdeck
