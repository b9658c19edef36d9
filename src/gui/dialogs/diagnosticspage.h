// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/policypage.h"

class QGroupBox;
class QCheckBox;

namespace castdeck
{

/// What the server writes into its log beyond the usual.
class DiagnosticsPage : public PolicyPage
{
    Q_OBJECT
public:
    explicit DiagnosticsPage(QWidget *parent = nullptr);

    void show(const Policies &policies) override;
    void limitTo(quint32 features) override;
    Policy typed() const override;

private:
    QGroupBox *m_enabled;
    QList<std::pair<DiagnosticsComponent, QCheckBox *>> m_components;
    bool m_showing = false;
};

} // namespace castdeck
