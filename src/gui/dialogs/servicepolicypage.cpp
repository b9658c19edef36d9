// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/servicepolicypage.h"

#include "gui/parts/addressrangefield.h"
#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/text/errortext.h"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSpinBox>

namespace castdeck
{

ServicePolicyPage::ServicePolicyPage(QWidget *parent)
    : PolicyPage(parent)
    , m_ipv4(named("ipv4", new AddressRangeField(4, QStringLiteral("239.0.0.1"), this)))
    , m_ipv6(named("ipv6", new AddressRangeField(16, QStringLiteral("ff3e::8000:1"), this)))
    , m_dynamic(named("dynamic", new QRadioButton(tr("Any free port"), this)))
    , m_fixed(named("fixed", new QRadioButton(tr("From this range:"), this)))
    , m_firstPort(named("firstPort", new QSpinBox(this)))
    , m_lastPort(named("lastPort", new QSpinBox(this)))
    , m_problem(named("portProblem", new ProblemLabel(this)))
{
    m_firstPort->setAccessibleName(tr("First port"));
    m_lastPort->setAccessibleName(tr("Last port"));
    auto *layout = new QVBoxLayout(this);
    const auto group = [&](const QString &title) {
        auto *box = new QGroupBox(title, this);
        layout->addWidget(box);
        return new QVBoxLayout(box);
    };
    group(tr("IPv4 groups"))->addWidget(m_ipv4);
    group(tr("IPv6 groups"))->addWidget(m_ipv6);
    QVBoxLayout *ports = group(tr("UDP ports"));
    auto *range = new QHBoxLayout;
    range->addWidget(m_fixed);
    range->addWidget(m_firstPort);
    range->addWidget(new QLabel(QStringLiteral("–"), this));
    range->addWidget(m_lastPort);
    range->addStretch();
    ports->addWidget(m_dynamic);
    ports->addLayout(range);
    ports->addWidget(m_problem);
    layout->addStretch();

    for (QSpinBox *port : {m_firstPort, m_lastPort}) {
        port->setRange(1, 65535);
        connect(port, &QSpinBox::valueChanged, this, &ServicePolicyPage::edit);
    }
    connect(m_fixed, &QRadioButton::toggled, this, &ServicePolicyPage::edit);
    connect(m_ipv4, &AddressRangeField::edited, this, &ServicePolicyPage::edit);
    connect(m_ipv6, &AddressRangeField::edited, this, &ServicePolicyPage::edit);
}

void ServicePolicyPage::show(const Policies &policies)
{
    m_showing = true;
    const ServicePolicy &policy = policies.service;
    m_ipv4->show(policy.ipv4);
    m_ipv6->show(policy.ipv6);
    m_dynamic->setChecked(policy.udpPortPolicy == UdpPortPolicy::Dynamic);
    m_fixed->setChecked(policy.udpPortPolicy == UdpPortPolicy::Fixed);
    m_firstPort->setValue(static_cast<int>(policy.startPort));
    m_lastPort->setValue(static_cast<int>(policy.endPort));
    m_showing = false;
    validate();
}

Policy ServicePolicyPage::typed() const
{
    ServicePolicy policy;
    policy.ipv4 = m_ipv4->typed();
    policy.ipv6 = m_ipv6->typed();
    policy.udpPortPolicy = m_fixed->isChecked() ? UdpPortPolicy::Fixed : UdpPortPolicy::Dynamic;
    policy.startPort = static_cast<quint32>(m_firstPort->value());
    policy.endPort = static_cast<quint32>(m_lastPort->value());
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
    m_firstPort->setEnabled(m_fixed->isChecked());
    m_lastPort->setEnabled(m_fixed->isChecked());
    const bool turnedRound = m_firstPort->value() > m_lastPort->value();
    m_problem->say(turnedRound ? ErrorText::sentence({ErrorCode::InvalidServicePortRange, {}}) : QString());
}

} // namespace castdeck
