// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/policypage.h"

#include <memory>

namespace castdeck
{

namespace Ui
{
class ServicePolicyPage;
}

/// Addresses and ports of the sessions.
class ServicePolicyPage : public PolicyPage
{
    Q_OBJECT
public:
    explicit ServicePolicyPage(QWidget *parent = nullptr);
    ~ServicePolicyPage() override;

    void show(const Policies &policies) override;
    Policy typed() const override;
    void setMadcap(Madcap madcap) override;

private:
    void edit();
    void validate();

    std::unique_ptr<Ui::ServicePolicyPage> m_ui;
    bool m_showing = false;
};

} // namespace castdeck
