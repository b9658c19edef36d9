// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/slowclientspage.h"

#include "gui/parts/named.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>
#include <QSpinBox>
#include <QStyle>

namespace castdeck
{

SlowClientsPage::SlowClientsPage(QWidget *parent)
    : PolicyPage(parent)
    , m_none(
          named("none", new QRadioButton(tr("&Wait for them: the slowest client paces its session"), this)))
    , m_disconnect(
          named("autoDisconnect",
                new QRadioButton(tr("&Disconnect who would slow its session below this rate:"), this)))
    , m_streams(
          named("multistream",
                new QRadioButton(tr("&Put them into slower sessions of their own, so many in all:"), this)))
    , m_threshold(named("threshold", new QSpinBox(this)))
    , m_count(named("streamCount", new QSpinBox(this)))
    , m_fallback(
          named("fallback",
                new QCheckBox(tr("Who is disconnected for being slow gets the rest &another way"), this)))
{
    m_threshold->setRange(1, 4'000'000);
    m_threshold->setSuffix(tr(" KiB/s"));
    m_threshold->setAccessibleName(tr("Least rate"));
    m_count->setRange(2, 3);
    m_count->setAccessibleName(tr("Number of sessions"));
    m_fallback->setToolTip(tr("Else they are told to give up on this server"));

    auto *grid = new QGridLayout(this);
    grid->setColumnMinimumWidth(0, style()->pixelMetric(QStyle::PM_IndicatorWidth) + 8);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_none, 0, 0, 1, 2);
    grid->addWidget(m_disconnect, 1, 0, 1, 2);
    grid->addWidget(m_threshold, 2, 1, Qt::AlignLeft);
    grid->addWidget(m_streams, 3, 0, 1, 2);
    grid->addWidget(m_count, 4, 1, Qt::AlignLeft);
    grid->setRowMinimumHeight(5, 12);
    grid->addWidget(m_fallback, 6, 0, 1, 2);
    grid->setRowStretch(7, 1);

    for (const QRadioButton *button : {m_none, m_disconnect, m_streams})
        connect(button, &QRadioButton::toggled, this, &SlowClientsPage::edit);
    for (const QSpinBox *box : {m_threshold, m_count})
        connect(box, &QSpinBox::valueChanged, this, &SlowClientsPage::edit);
    connect(m_fallback, &QCheckBox::toggled, this, &SlowClientsPage::edit);
}

void SlowClientsPage::show(const Policies &policies)
{
    m_showing = true;
    const MulticastSessionPolicy &policy = policies.multicastSession;
    m_disconnect->setChecked(policy.slowClientHandling == SlowClientHandling::AutoDisconnect);
    m_streams->setChecked(policy.slowClientHandling == SlowClientHandling::Multistream);
    m_none->setChecked(!m_disconnect->isChecked() && !m_streams->isChecked());
    m_threshold->setValue(static_cast<int>(policy.autoDisconnectThreshold));
    m_count->setValue(static_cast<int>(policy.multistreamStreamCount));
    m_fallback->setChecked(policy.slowClientFallback);
    edit();
    m_showing = false;
}

Policy SlowClientsPage::typed() const
{
    MulticastSessionPolicy policy;
    if (m_disconnect->isChecked())
        policy.slowClientHandling = SlowClientHandling::AutoDisconnect;
    else if (m_streams->isChecked())
        policy.slowClientHandling = SlowClientHandling::Multistream;
    else
        policy.slowClientHandling = SlowClientHandling::None;
    policy.autoDisconnectThreshold = static_cast<quint32>(m_threshold->value());
    policy.multistreamStreamCount = static_cast<quint32>(m_count->value());
    policy.slowClientFallback = m_fallback->isChecked();
    return policy;
}

void SlowClientsPage::edit()
{
    m_threshold->setEnabled(m_disconnect->isChecked());
    m_count->setEnabled(m_streams->isChecked());
    if (!m_showing)
        Q_EMIT edited();
}

} // namespace castdeck
