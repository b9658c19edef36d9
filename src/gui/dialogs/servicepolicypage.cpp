// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/servicepolicypage.h"

#include "gui/text/errortext.h"
#include "ui_servicepolicypage.h"

namespace castdeck
{

ServicePolicyPage::ServicePolicyPage(QWidget *parent)
    : PolicyPage(parent), m_ui(std::make_unique<Ui::ServicePolicyPage>())
{
    m_ui->setupUi(this);
    m_ui->ipv4->setFamily(4, QStringLiteral("239.0.0.1"));
    m_ui->ipv6->setFamily(16, QStringLiteral("ff3e::8000:1"));
    for (const QSpinBox *port : {m_ui->firstPort, m_ui->lastPort})
        connect(port, &QSpinBox::valueChanged, this, &ServicePolicyPage::edit);
    connect(m_ui->fixed, &QRadioButton::toggled, this, &ServicePolicyPage::edit);
    connect(m_ui->ipv4, &AddressRangeField::edited, this, &ServicePolicyPage::edit);
    connect(m_ui->ipv6, &AddressRangeField::edited, this, &ServicePolicyPage::edit);
}

ServicePolicyPage::~ServicePolicyPage() = default;

void ServicePolicyPage::show(const Policies &policies)
{
    m_showing = true;
    const ServicePolicy &policy = policies.service;
    m_ui->ipv4->show(policy.ipv4);
    m_ui->ipv6->show(policy.ipv6);
    m_ui->dynamic->setChecked(policy.udpPortPolicy == UdpPortPolicy::Dynamic);
    m_ui->fixed->setChecked(policy.udpPortPolicy == UdpPortPolicy::Fixed);
    m_ui->firstPort->setValue(static_cast<int>(policy.startPort));
    m_ui->lastPort->setValue(static_cast<int>(policy.endPort));
    m_showing = false;
    validate();
}

void ServicePolicyPage::setMadcap(Madcap madcap)
{
    PolicyPage::setMadcap(madcap);
    m_ui->ipv4->setMadcap(madcap); // there is none for IPv6
}

Policy ServicePolicyPage::typed() const
{
    ServicePolicy policy;
    policy.ipv4 = m_ui->ipv4->typed();
    policy.ipv6 = m_ui->ipv6->typed();
    policy.udpPortPolicy = m_ui->fixed->isChecked() ? UdpPortPolicy::Fixed : UdpPortPolicy::Dynamic;
    policy.startPort = static_cast<quint32>(m_ui->firstPort->value());
    policy.endPort = static_cast<quint32>(m_ui->lastPort->value());
    return policy;
}

void ServicePolicyPage::edit()
{
    if (m_showing)
        return;
    validate();
    Q_EMIT edited();
}

void ServicePolicyPage::validate()
{
    m_ui->firstPort->setEnabled(m_ui->fixed->isChecked());
    m_ui->lastPort->setEnabled(m_ui->fixed->isChecked());
    const bool turnedRound = m_ui->firstPort->value() > m_ui->lastPort->value();
    m_ui->portProblem->say(turnedRound ? ErrorText::sentence({ErrorCode::InvalidServicePortRange, {}})
                                       : QString());
}

} // namespace castdeck
