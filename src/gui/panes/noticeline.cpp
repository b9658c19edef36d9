// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/noticeline.h"

#include "gui/panes/elidedlabel.h"
#include "gui/panes/noticedetails.h"
#include "gui/parts/named.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
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

QToolButton *makeButton(const char *name, const QString &text, QWidget *parent)
{
    auto *button = named(name, new QToolButton(parent));
    button->setText(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

NoticeLine::NoticeLine(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(named("noticeText", new ElidedLabel(this)))
    , m_remedy(makeButton("noticeRemedy", {}, this))
    , m_more(makeButton("noticeDetails", tr("Details"), this))
    , m_count(named("noticeCount", new QLabel(this)))
    , m_next(makeButton("nextNotice", tr("Next"), this))
    , m_close(makeButton("closeNotice", tr("Dismiss"), this))
{
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::AlternateBase);
    m_remedy->setAutoRaise(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 2, 0);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    for (QWidget *widget : QList<QWidget *>{m_remedy, m_more, m_count, m_next, m_close})
        layout->addWidget(widget);
    connect(m_remedy, &QToolButton::clicked, this, [this] {
        const Report report = m_reports.value(m_current);
        // What has only been looked at is still to be mended.
        if (report.remedy != Report::Remedy::ShowRow)
            dismiss();
        Q_EMIT remedyChosen(report);
    });
    connect(m_more, &QToolButton::clicked, this, &NoticeLine::showDetails);
    connect(m_next, &QToolButton::clicked, this, &NoticeLine::next);
    connect(m_close, &QToolButton::clicked, this, &NoticeLine::dismiss);
    read();
}

void NoticeLine::add(const Report &report)
{
    m_newest = report;
    if (m_reports.contains(report))
        return;
    const auto isHint = [](const Report &one) { return one.kind != Report::Kind::Failed; };
    qsizetype at = m_reports.size();
    while (!isHint(report) && at > 0 && isHint(m_reports.at(at - 1)))
        --at;
    // Whoever reads a failure goes on reading it; a hint gives way.
    if (at <= m_current)
        m_current = at;
    m_reports.insert(at, report);
    read();
    // The text of a label is what a screen reader says of an alert; it is in the line by now, or counted.
    QAccessibleEvent alert(at == m_current ? static_cast<QObject *>(m_text) : m_count, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeLine::forget(const ServerId &server)
{
    const Report isRead = m_reports.value(m_current);
    const auto isMended = [&](const Report &report) {
        return report.about.server == server && report.about.server.isValid() &&
               report.remedy != Report::Remedy::None && report.remedy != Report::Remedy::ShowRow;
    };
    if (m_reports.removeIf(isMended) == 0)
        return;
    m_current = std::max(qsizetype(0), m_reports.indexOf(isRead));
    read();
}

QString NoticeLine::text() const
{
    return m_reports.value(m_current).text;
}

QString NoticeLine::newest() const
{
    return m_reports.contains(m_newest) ? m_newest.text : QString();
}

void NoticeLine::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        keepHeight();
}

void NoticeLine::read()
{
    const bool says = !m_reports.isEmpty();
    setAutoFillBackground(says);
    setFrameShape(says ? QFrame::StyledPanel : QFrame::NoFrame);
    for (QWidget *widget : QList<QWidget *>{m_icon, m_text, m_close})
        widget->setVisible(says);
    const Report report = m_reports.value(m_current);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    m_icon->setPixmap(style()->standardIcon(pixmapOf(report.kind), nullptr, this).pixmap(size));
    m_text->setWhole(report.text);
    const QString remedy = [&] {
        switch (report.remedy) {
        case Report::Remedy::RetryNow:
            return tr("Retry Now");
        case Report::Remedy::EditServer:
            return tr("Edit Server…");
        case Report::Remedy::EnterTokens:
            return tr("Enter Tokens…");
        case Report::Remedy::ShowRow:
            return tr("Show in Tree");
        case Report::Remedy::None:
            break;
        }
        return QString();
    }();
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    m_more->setVisible(says);
    const QString count = tr("%1 of %2", "which one of how many")
                              .arg(locale().toString(m_current + 1), locale().toString(m_reports.size()));
    m_count->setText(count);
    m_count->setVisible(m_reports.size() > 1);
    m_next->setVisible(m_reports.size() > 1);
    setAccessibleName(says ? report.text : tr("No notice"));
    keepHeight();
}

void NoticeLine::keepHeight()
{
    // Never by what is shown just now: rows above do not move.
    setFixedHeight(std::max(m_remedy->sizeHint().height(), m_close->sizeHint().height()) + 4);
}

void NoticeLine::next()
{
    m_current = (m_current + 1) % std::max(qsizetype(1), m_reports.size());
    read();
}

void NoticeLine::dismiss()
{
    if (m_current < m_reports.size())
        m_reports.removeAt(m_current);
    if (m_current >= m_reports.size())
        m_current = 0;
    read();
}

void NoticeLine::showDetails()
{
    const Report report = m_reports.value(m_current);
    auto *details = new NoticeDetails(report, this);
    details->popUpOver(*this);
}

} // namespace castdeck
