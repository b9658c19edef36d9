// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/starttimefield.h"

#include <QHBoxLayout>
#include <QLocale>

namespace castdeck
{

StartTimeField::StartTimeField(QWidget *parent)
    : QWidget(parent), m_edit(new QDateTimeEdit(this)), m_utc(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    layout->addWidget(m_utc, 1);
    m_edit->setObjectName(QStringLiteral("startTime"));
    m_edit->setCalendarPopup(true);
    m_edit->setDisplayFormat(QLocale().dateFormat(QLocale::ShortFormat) + QStringLiteral(" HH:mm"));
    setFocusProxy(m_edit);
    connect(m_edit, &QDateTimeEdit::dateTimeChanged, this, [this] {
        showUtc();
        Q_EMIT changed();
    });
    setTime({});
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
