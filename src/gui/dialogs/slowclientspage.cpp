// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/slowclientspage.h"

#include "ui_slowclientspage.h"

#include <QStyle>

namespace castdeck
{

SlowClientsPage::SlowClientsPage(QWidget *parent)
    : PolicyPage(parent), m_ui(std::make_unique<Ui::SlowClientsPage>())
{
    m_ui->setupUi(this);
    m_ui->grid->setColumnMinimumWidth(0, style()->pixelMetric(QStyle::PM_IndicatorWidth) + 8);
    for (const QAbstractButton *button :
         QList<QAbstractButton *>{m_ui->none, m_ui->autoDisconnect, m_ui->multistream, m_ui->fallback})
        connect(button, &QAbstractButton::toggled, this, &SlowClientsPage::edit);
    for (const QSpinBox *box : {m_ui->threshold, m_ui->streamCount})
        connect(box, &QSpinBox::valueChanged, this, &SlowClientsPage::edit);
}

SlowClientsPage::~SlowClientsPage() = default;

void SlowClientsPage::show(const Policies &policies)
{
    m_showing = true;
    const MulticastSessionPolicy &policy = policies.multicastSession;
    m_ui->autoDisconnect->setChecked(policy.slowClientHandling == SlowClientHandling::AutoDisconnect);
    m_ui->multistream->setChecked(policy.slowClientHandling == SlowClientHandling::Multistream);
    m_ui->none->setChecked(!m_ui->autoDisconnect->isChecked() && !m_ui->multistream->isChecked());
    m_ui->threshold->setValue(static_cast<int>(policy.autoDisconnectThreshold));
    m_ui->streamCount->setValue(static_cast<int>(policy.multistreamStreamCount));
    m_ui->fallback->setChecked(policy.slowClientFallback);
    edit();
    m_showing = false;
}

Policy SlowClientsPage::typed() const
{
    MulticastSessionPolicy policy;
    if (m_ui->autoDisconnect->isChecked())
        policy.slowClientHandling = SlowClientHandling::AutoDisconnect;
    else if (m_ui->multistream->isChecked())
        policy.slowClientHandling = SlowClientHandling::Multistream;
    else
        policy.slowClientHandling = SlowClientHandling::None;
    policy.autoDisconnectThreshold = static_cast<quint32>(m_ui->threshold->value());
    policy.multistreamStreamCount = static_cast<quint32>(m_ui->streamCount->value());
    policy.slowClientFallback = m_ui->fallback->isChecked();
    return policy;
}

void SlowClientsPage::edit()
{
    m_ui->threshold->setEnabled(m_ui->autoDisconnect->isChecked());
    m_ui->streamCount->setEnabled(m_ui->multistream->isChecked());
    if (!m_showing)
        Q_EMIT edited();
}

} // namespace castdeck
