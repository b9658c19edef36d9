// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/addressrangefield.h"

#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/text/errortext.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>

namespace castdeck
{

AddressRangeField::AddressRangeField(QWidget *parent)
    : QWidget(parent)
    , m_derived(named("derived", new QRadioButton(tr("A range that the server chooses for itself"), this)))
    , m_dhcp(named("dhcp", new QRadioButton(tr("From a MADCAP server (DHCP for multicast)"), this)))
    , m_range(named("range", new QRadioButton(tr("From this range:"), this)))
    , m_first(named("first", new QLineEdit(this)))
    , m_last(named("last", new QLineEdit(this)))
    , m_problem(named("problem", new ProblemLabel(this)))
{
    m_derived->setToolTip(tr("So that two servers on one network do not use the same groups"));
    m_first->setAccessibleName(tr("First address"));
    m_last->setAccessibleName(tr("Last address"));
    auto *range = new QHBoxLayout;
    range->addWidget(m_range);
    range->addWidget(m_first);
    range->addWidget(new QLabel(QStringLiteral("–"), this));
    range->addWidget(m_last);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_derived);
    layout->addWidget(m_dhcp);
    layout->addLayout(range);
    layout->addWidget(m_problem);
    const auto edit = [this] {
        validate();
        Q_EMIT edited();
    };
    m_dhcp->hide();
    connect(m_range, &QRadioButton::toggled, this, edit);
    connect(m_dhcp, &QRadioButton::toggled, this, edit);
    connect(m_first, &QLineEdit::textChanged, this, edit);
    connect(m_last, &QLineEdit::textChanged, this, edit);
}

void AddressRangeField::setFamily(quint8 length, const QString &example)
{
    m_length = length;
    m_first->setPlaceholderText(example);
}

void AddressRangeField::setMadcap(Madcap madcap)
{
    m_madcap = madcap;
    m_dhcp->setVisible(madcap == Madcap::Known);
}

void AddressRangeField::show(const AddressPolicy &policy)
{
    const bool isDhcp = policy.source == IpAddressSource::Dhcp && m_madcap == Madcap::Known;
    const bool isDerived = policy.startAddress.isEmpty() && policy.endAddress.isEmpty();
    m_derived->setChecked(isDerived && !isDhcp);
    m_range->setChecked(!isDerived && !isDhcp);
    m_dhcp->setChecked(isDhcp);
    m_first->setText(policy.startAddress);
    m_last->setText(policy.endAddress);
    validate();
}

AddressPolicy AddressRangeField::typed() const
{
    AddressPolicy policy;
    if (m_dhcp->isChecked())
        policy.source = IpAddressSource::Dhcp;
    // The range that a server has beside it stays.
    if (m_range->isChecked() || m_dhcp->isChecked()) {
        policy.startAddress = m_first->text().trimmed();
        policy.endAddress = m_last->text().trimmed();
    }
    return policy;
}

void AddressRangeField::validate()
{
    m_first->setEnabled(m_range->isChecked());
    m_last->setEnabled(m_range->isChecked());
    const auto checked = check(typed(), m_length, m_madcap);
    m_problem->say(checked ? QString() : ErrorText::sentence(checked.error()));
}

} // namespace castdeck
