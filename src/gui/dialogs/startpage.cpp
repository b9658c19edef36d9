// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/startpage.h"

#include "gui/text/errortext.h"
#include "ui_startpage.h"

#include <QStyle>

namespace castdeck
{

StartPage::StartPage(const PublishQuestion &question, QWidget *parent)
    : QWizardPage(parent), m_ui(std::make_unique<Ui::StartPage>())
{
    m_ui->setupUi(this);
    // What explains a choice begins where the choice's own text does.
    m_ui->grid->setColumnMinimumWidth(0, style()->pixelMetric(QStyle::PM_IndicatorWidth) + 8);
    begin(question.proposal);
    for (QRadioButton *button : {m_ui->autoCast, m_ui->byHand, m_ui->byItself}) {
        if (button->isChecked())
            setFocusProxy(button);
    }
    for (const QAbstractButton *button : QList<QAbstractButton *>{
             m_ui->autoCast, m_ui->byHand, m_ui->byItself, m_ui->byClients, m_ui->byTime})
        connect(button, &QAbstractButton::toggled, this, &StartPage::validate);
    connect(m_ui->time, &StartTimeField::changed, this, &StartPage::validate);
    validate();
    if (question.error && isAbout(question.error->code))
        m_ui->startProblem->say(ErrorText::sentence(*question.error));
}

StartPage::~StartPage() = default;

void StartPage::begin(const NamespaceInfo &what)
{
    m_ui->byHand->setChecked(what.type == NamespaceType::ScheduledCastManualStart);
    m_ui->byItself->setChecked(what.type == NamespaceType::ScheduledCastAutoStart);
    m_ui->autoCast->setChecked(!m_ui->byHand->isChecked() && !m_ui->byItself->isChecked());
    const bool hasTime = what.startTime.isValid();
    m_ui->byTime->setChecked(hasTime);
    m_ui->time->setTime(what.startTime);
    m_ui->byClients->setChecked(what.minimumClients > 0 || !hasTime);
    m_ui->minimumClients->setValue(what.minimumClients > 0 ? static_cast<int>(what.minimumClients) : 10);
}

void StartPage::validate()
{
    const bool conditions = m_ui->byItself->isChecked();
    m_ui->byClients->setEnabled(conditions);
    m_ui->minimumClients->setEnabled(conditions && m_ui->byClients->isChecked());
    m_ui->byTime->setEnabled(conditions);
    m_ui->time->setEnabled(conditions && m_ui->byTime->isChecked());
    m_ui->startProblem->say(problem());
    Q_EMIT completeChanged();
}

QString StartPage::problem() const
{
    if (!m_ui->byItself->isChecked())
        return {};
    if (!m_ui->byClients->isChecked() && !m_ui->byTime->isChecked())
        return tr("Choose at least one of the two.");
    return m_ui->byTime->isChecked() ? m_ui->time->problem() : QString();
}

bool StartPage::isComplete() const
{
    return problem().isEmpty();
}

bool StartPage::isAbout(ErrorCode code)
{
    return code == ErrorCode::StartTimeInPast || code == ErrorCode::InvalidNamespaceStartTime ||
           code == ErrorCode::InvalidNamespaceStartParameters;
}

void StartPage::fill(NamespaceInfo &what) const
{
    what.minimumClients = 0;
    what.startTime = {};
    what.type = m_ui->byHand->isChecked() ? NamespaceType::ScheduledCastManualStart : NamespaceType::AutoCast;
    if (!m_ui->byItself->isChecked())
        return;
    what.type = NamespaceType::ScheduledCastAutoStart;
    if (m_ui->byClients->isChecked())
        what.minimumClients = static_cast<quint32>(m_ui->minimumClients->value());
    if (m_ui->byTime->isChecked())
        what.startTime = m_ui->time->time();
}

} // namespace castdeck
