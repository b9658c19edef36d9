// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/policypage.h"

class QRadioButton;
class QSpinBox;

namespace castdeck
{

class AddressRangeField;
class ProblemLabel;

/// Addresses and ports of the sessions.
class ServicePolicyPage : public PolicyPage
{
    Q_OBJECT
public:
    explicit ServicePolicyPage(QWidget *parent = nullptr);

    void show(const Policies &policies) override;
    Policy typed() const override;

private:
    void edit();
    void validate();

    AddressRangeField *m_ipv4;
    AddressRangeField *m_ipv6;
    QRadioButton *m_dynamic;
    QRadioButton *m_fixed;
    QSpinBox *m_firstPort;
    QSpinBox *m_lastPort;
    ProblemLabel *m_problem;
    bool m_showing = false;
};

} // namespace castdeck
