// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/startdialog.h"

#include "ui_startdialog.h"

#include <QPushButton>

namespace castdeck
{

StartDialog::StartDialog(const StartQuestion &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::StartDialog>())
{
    m_ui->setupUi(this);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("&Set"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    // What it is called must not look like a shortcut.
    const QString name = QString(question.name).replace(QLatin1Char('&'), QStringLiteral("&&"));
    for (QLabel *label : {m_ui->timeLabel, m_ui->clientsLabel})
        label->setText(label->text().arg(name));
    const bool isTime = question.kind == StartQuestion::Kind::Time;
    m_ui->form->setRowVisible(m_ui->time, isTime);
    m_ui->form->setRowVisible(m_ui->minimumClients, !isTime);
    if (isTime)
        askForTime();
    else
        askForClients(question);
}

StartDialog::~StartDialog() = default;

void StartDialog::askForTime()
{
    setWindowTitle(tr("Another Start Time"));
    m_ui->time->setTime({});
    const auto check = [this] {
        m_ui->problem->say(m_ui->time->problem());
        m_ui->buttons->button(QDialogButtonBox::Ok)->setEnabled(m_ui->time->problem().isEmpty());
    };
    connect(m_ui->time, &StartTimeField::changed, this, check);
    check();
    m_ui->time->setFocus();
}

void StartDialog::askForClients(const StartQuestion &question)
{
    setWindowTitle(tr("Least Number of Clients"));
    // Without a time, none would leave no condition at all.
    m_ui->minimumClients->setMinimum(question.hasTime ? 0 : 1);
    m_ui->minimumClients->setSpecialValueText(question.hasTime ? tr("only the time counts") : QString());
    m_ui->minimumClients->setValue(static_cast<int>(question.minimumClients));
    m_ui->minimumClients->setFocus();
    m_ui->minimumClients->selectAll();
}

StartAnswer StartDialog::answer() const
{
    StartAnswer answer;
    answer.minimumClients = static_cast<quint32>(m_ui->minimumClients->value());
    if (m_ui->time->isVisibleTo(this))
        answer.startTime = m_ui->time->time();
    return answer;
}

} // namespace castdeck
