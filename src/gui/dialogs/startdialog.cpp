// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/startdialog.h"

#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/parts/starttimefield.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>

namespace castdeck
{

StartDialog::StartDialog(const StartQuestion &question, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("startDialog"));
    // What it is called must not look like a shortcut.
    const QString name = QString(question.name).replace(QLatin1Char('&'), QStringLiteral("&&"));
    auto *form = new QFormLayout(this);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QPushButton *accept = buttons->button(QDialogButtonBox::Ok);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    if (question.kind == StartQuestion::Kind::Time) {
        setWindowTitle(tr("Another Start Time"));
        m_time = new StartTimeField(this);
        m_time->setTime({});
        auto *problem = named("problem", new ProblemLabel(this));
        form->addRow(tr("S&tart %1 at:").arg(name), m_time);
        form->addRow(problem);
        accept->setText(tr("&Set"));
        const auto check = [=, this] {
            problem->say(m_time->problem());
            accept->setEnabled(m_time->problem().isEmpty());
        };
        connect(m_time, &StartTimeField::changed, this, check);
        check();
        m_time->setFocus();
    } else {
        setWindowTitle(tr("Least Number of Clients"));
        m_clients = new QSpinBox(this);
        m_clients->setObjectName(QStringLiteral("minimumClients"));
        // Without a time, none would leave no condition at all.
        m_clients->setRange(question.hasTime ? 0 : 1, 100'000);
        m_clients->setSpecialValueText(question.hasTime ? tr("only the time counts") : QString());
        m_clients->setValue(static_cast<int>(question.minimumClients));
        form->addRow(tr("S&tart %1 as soon as so many wait:").arg(name), m_clients);
        m_clients->setFocus();
        m_clients->selectAll();
        accept->setText(tr("&Set"));
    }
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

StartAnswer StartDialog::answer() const
{
    StartAnswer answer;
    if (m_clients)
        answer.minimumClients = static_cast<quint32>(m_clients->value());
    if (m_time)
        answer.startTime = m_time->time();
    return answer;
}

} // namespace castdeck
