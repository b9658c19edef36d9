// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/policypage.h"

class QCheckBox;
class QRadioButton;
class QSpinBox;

namespace castdeck
{

/// What becomes of clients that are slower than the others.
class SlowClientsPage : public PolicyPage
{
    Q_OBJECT
public:
    explicit SlowClientsPage(QWidget *parent = nullptr);

    void show(const Policies &policies) override;
    Policy typed() const override;

private:
    void edit();

    QRadioButton *m_none;
    QRadioButton *m_disconnect;
    QRadioButton *m_streams;
    QSpinBox *m_threshold;
    QSpinBox *m_count;
    QCheckBox *m_fallback;
    bool m_showing = false;
};

} // namespace castdeck
