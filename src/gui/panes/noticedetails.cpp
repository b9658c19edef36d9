// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/noticedetails.h"

#include "gui/parts/named.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QVBoxLayout>

namespace castdeck
{

NoticeDetails::NoticeDetails(const Report &report, QWidget *parent) : QFrame(parent, Qt::Popup)
{
    setObjectName(QStringLiteral("noticeDetailsBox"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    const QString all =
        report.details.isEmpty() ? report.text : report.text + QStringLiteral("\n\n") + report.details;
    auto *text = named("details", new QPlainTextEdit(all, this));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setAccessibleName(tr("Details"));
    auto *copy = named("copyDetails", new QPushButton(tr("&Copy"), this));
    connect(copy, &QPushButton::clicked, this, [this, all] {
        QGuiApplication::clipboard()->setText(all);
        close();
    });
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(text);
    layout->addWidget(copy, 0, Qt::AlignTrailing);
    setFocusProxy(text);
}

void NoticeDetails::popUpOver(const QWidget &strip)
{
    resize(std::min(strip.width(), 640), fontMetrics().lineSpacing() * 10);
    QPoint at = strip.mapToGlobal(QPoint(strip.width() - width(), -height()));
    if (layoutDirection() == Qt::RightToLeft)
        at.setX(strip.mapToGlobal(QPoint()).x());
    const QRect screen = strip.screen()->availableGeometry();
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    at.setY(std::max(at.y(), screen.top()));
    move(at);
    show();
    setFocus();
}

} // namespace castdeck
