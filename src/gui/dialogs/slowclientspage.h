// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/policypage.h"

#include <memory>

namespace castdeck
{

namespace Ui
{
class SlowClientsPage;
}

/// What becomes of clients that are slower than the others.
class SlowClientsPage : public PolicyPage
{
    Q_OBJECT
public:
    explicit SlowClientsPage(QWidget *parent = nullptr);
    ~SlowClientsPage() override;

    void show(const Policies &policies) override;
    Policy typed() const override;

private:
    void edit();

    std::unique_ptr<Ui::SlowClientsPage> m_ui;
    bool m_showing = false;
};

} // namespace castdeck
