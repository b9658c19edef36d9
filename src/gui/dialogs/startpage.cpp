// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/startpage.h"

#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/parts/starttimefield.h"
#include "gui/text/errortext.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QRadioButton>
#include <QSpinBox>
#include <QStyle>

namespace castdeck
{

namespace
{

/// As many as a person can mean; the protocol has 32 bits.
constexpr int mostClients = 100'000;

} // namespace

StartPage::StartPage(const PublishQuestion &question, QWidget *parent)
    : QWizardPage(parent)
    , m_autoCast(named("autoCast", new QRadioButton(tr("&Auto-Cast: with the first client"), this)))
    , m_byHand(named("byHand", new QRadioButton(tr("Scheduled-Cast, started by &hand"), this)))
    , m_byItself(named("byItself", new QRadioButton(tr("Scheduled-Cast that starts by &itself"), this)))
    , m_byClients(named("byClients", new QCheckBox(tr("as soon as so many &clients wait:"), this)))
    , m_clients(named("minimumClients", new QSpinBox(this)))
    , m_byTime(named("byTime", new QCheckBox(tr("at this &time:"), this)))
    , m_time(new StartTimeField(this))
    , m_problem(named("startProblem", new ProblemLabel(this)))
{
    setTitle(tr("When it starts"));
    setSubTitle(tr("Clients that come later are served too, from the next round on."));
    layOut();
    begin(question.proposal);
    for (const QRadioButton *button : {m_autoCast, m_byHand, m_byItself})
        connect(button, &QRadioButton::toggled, this, &StartPage::validate);
    for (const QCheckBox *box : {m_byClients, m_byTime})
        connect(box, &QCheckBox::toggled, this, &StartPage::validate);
    connect(m_time, &StartTimeField::changed, this, &StartPage::validate);
    validate();
    if (question.error && isAbout(question.error->code))
        m_problem->say(ErrorText::sentence(*question.error));
}

void StartPage::layOut()
{
    m_clients->setRange(1, mostClients);
    m_clients->setAccessibleName(tr("Least number of clients"));

    auto *grid = new QGridLayout(this);
    const int indent = style()->pixelMetric(QStyle::PM_IndicatorWidth) + 8;
    grid->setColumnMinimumWidth(0, indent);
    grid->setColumnStretch(2, 1);
    int row = 0;
    const auto add = [&](QRadioButton *button, const QString &text) {
        auto *explanation = new QLabel(text, this);
        explanation->setWordWrap(true);
        grid->addWidget(button, row++, 0, 1, 3);
        grid->addWidget(explanation, row++, 1, 1, 2);
    };
    add(m_autoCast, tr("Ends when nobody needs anything any more, and begins anew with the next client."));
    add(m_byHand, tr("Clients gather and wait until somebody chooses Start Now."));
    add(m_byItself, tr("Clients gather; it starts at whichever comes first, or earlier by Start Now."));
    grid->addWidget(m_byClients, row, 1);
    grid->addWidget(m_clients, row++, 2, Qt::AlignLeft);
    grid->addWidget(m_byTime, row, 1);
    grid->addWidget(m_time, row++, 2);
    grid->addWidget(m_problem, row++, 1, 1, 2);
    grid->setRowStretch(row, 1);
}

void StartPage::begin(const NamespaceInfo &what)
{
    m_byHand->setChecked(what.type == NamespaceType::ScheduledCastManualStart);
    m_byItself->setChecked(what.type == NamespaceType::ScheduledCastAutoStart);
    m_autoCast->setChecked(!m_byHand->isChecked() && !m_byItself->isChecked());
    const bool hasTime = what.startTime.isValid();
    m_byTime->setChecked(hasTime);
    m_time->setTime(what.startTime);
    m_byClients->setChecked(what.minimumClients > 0 || !hasTime);
    m_clients->setValue(what.minimumClients > 0 ? static_cast<int>(what.minimumClients) : 10);
}

void StartPage::validate()
{
    const bool conditions = m_byItself->isChecked();
    m_byClients->setEnabled(conditions);
    m_clients->setEnabled(conditions && m_byClients->isChecked());
    m_byTime->setEnabled(conditions);
    m_time->setEnabled(conditions && m_byTime->isChecked());
    m_problem->say(problem());
    Q_EMIT completeChanged();
}

QString StartPage::problem() const
{
    if (!m_byItself->isChecked())
        return {};
    if (!m_byClients->isChecked() && !m_byTime->isChecked())
        return tr("Choose at least one of the two.");
    return m_byTime->isChecked() ? m_time->problem() : QString();
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
    what.type = m_byHand->isChecked() ? NamespaceType::ScheduledCastManualStart : NamespaceType::AutoCast;
    if (!m_byItself->isChecked())
        return;
    what.type = NamespaceType::ScheduledCastAutoStart;
    if (m_byClients->isChecked())
        what.minimumClients = static_cast<quint32>(m_clients->value());
    if (m_byTime->isChecked())
        what.startTime = m_time->time();
}

} // namespace castdeck
