// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/starttimefield.h"

#include "gui/parts/named.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>

namespace castdeck
{

StartTimeField::StartTimeField(QWidget *parent)
    : QWidget(parent), m_edit(named("startTime", new QDateTimeEdit(this))), m_utc(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    layout->addWidget(m_utc, 1);
    // Numbers are written from left to right everywhere; Qt would turn the order of typing round.
    m_edit->setLayoutDirection(Qt::LeftToRight);
    m_edit->setCalendarPopup(true);
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains(QStringLiteral("yyyy"))) // two digits of a year can be any century's
        format.replace(QStringLiteral("yy"), QStringLiteral("yyyy"));
    m_edit->setDisplayFormat(format + QStringLiteral(" HH:mm"));
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    setFocusPolicy(Qt::StrongFocus); // for the shortcut of a label
    connect(m_edit, &QDateTimeEdit::dateTimeChanged, this, [this] {
        showUtc();
        Q_EMIT changed();
    });
    setTime({});
}

bool StartTimeField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const QString text = static_cast<QKeyEvent *>(event)->text();
    const int section = m_edit->currentSectionIndex();
    const bool isDigit = !text.isEmpty() && text.front().isDigit();
    const bool isSeparator = !text.isEmpty() && text.front().isPrint() && !isDigit;
    // A section that is full is left by itself; the dot or blank typed after it must not leave the next one
    // too.
    const bool wasLeft = m_typedIn && *m_typedIn != section;
    m_typedIn = isDigit ? std::optional(section) : std::nullopt;
    return isSeparator && wasLeft;
}

QDateTime StartTimeField::time() const
{
    QDateTime local = m_edit->dateTime();
    local.setTime(QTime(local.time().hour(), local.time().minute()));
    return local.toUTC();
}

void StartTimeField::setTime(const QDateTime &utc)
{
    QDateTime local = utc.toLocalTime();
    if (!utc.isValid()) {
        local = QDateTime::currentDateTime().addSecs(3600);
        local.setTime(QTime(local.time().hour(), 0));
    }
    m_edit->setDateTime(local);
    showUtc();
}

QString StartTimeField::problem() const
{
    return time() <= QDateTime::currentDateTimeUtc() ? tr("This time has passed.") : QString();
}

void StartTimeField::showUtc()
{
    m_utc->setText(tr("local time = %1 UTC").arg(time().toString(QStringLiteral("yyyy-MM-dd HH:mm"))));
}

} // namespace castdeck
