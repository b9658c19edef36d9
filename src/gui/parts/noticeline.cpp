// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/noticeline.h"

#include "gui/parts/named.h"

#include <QAccessible>
#include <QGridLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace castdeck
{

namespace
{

QStyle::StandardPixmap pixmapOf(Report::Kind kind)
{
    switch (kind) {
    case Report::Kind::Failed:
        return QStyle::SP_MessageBoxCritical;
    case Report::Kind::Doubtful:
        return QStyle::SP_MessageBoxWarning;
    case Report::Kind::Done:
        break;
    }
    return QStyle::SP_MessageBoxInformation;
}

} // namespace

NoticeLine::NoticeLine(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_details(new QLabel(this))
    , m_more(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    // What servers and clients say is text, whatever it looks like.
    for (QLabel *label : {m_text, m_details}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_more->setText(tr("Details"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    auto *close = named("closeNotice", new QToolButton(this));
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    close->setAutoRaise(true);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(6, 4, 4, 4);
    layout->setColumnStretch(1, 1);
    layout->addWidget(m_icon, 0, 0);
    layout->addWidget(m_text, 0, 1);
    layout->addWidget(m_more, 0, 2);
    layout->addWidget(close, 0, 3);
    layout->addWidget(m_details, 1, 1, 1, 3);
    connect(m_more, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeLine::show(const Report &report)
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    m_icon->setPixmap(style()->standardIcon(pixmapOf(report.kind), nullptr, this).pixmap(size));
    m_text->setText(report.text);
    m_details->setText(report.details);
    m_more->setVisible(!report.details.isEmpty());
    m_more->setChecked(false);
    m_details->hide();
    setVisible(true);
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString NoticeLine::text() const
{
    return m_text->text();
}

} // namespace castdeck
