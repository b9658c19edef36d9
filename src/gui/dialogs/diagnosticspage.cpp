// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/diagnosticspage.h"

#include "core/setup.h"
#include "gui/parts/named.h"

#include <QCheckBox>
#include <QGroupBox>
#include <QVBoxLayout>

namespace castdeck
{

DiagnosticsPage::DiagnosticsPage(QWidget *parent)
    : PolicyPage(parent), m_enabled(named("enabled", new QGroupBox(tr("&Log more than usual, about:"), this)))
{
    m_enabled->setCheckable(true);
    auto *rows = new QVBoxLayout(m_enabled);
    const auto add = [&](DiagnosticsComponent component, const QString &text) {
        auto *box = new QCheckBox(text, m_enabled);
        box->setObjectName(QStringLiteral("component%1").arg(component));
        rows->addWidget(box);
        m_components.append({component, box});
    };
    add(DiagnosticsMulticast, tr("M&ulticast"));
    add(DiagnosticsImageServer, tr("Ima&ge server"));
    add(DiagnosticsTftp, tr("&TFTP"));
    add(DiagnosticsPxe, tr("&PXE"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_enabled);
    layout->addStretch();
    const auto edit = [this] {
        if (!m_showing)
            Q_EMIT edited();
    };
    connect(m_enabled, &QGroupBox::toggled, this, edit);
    for (const auto &[component, box] : std::as_const(m_components))
        connect(box, &QCheckBox::toggled, this, edit);
}

void DiagnosticsPage::show(const Policies &policies)
{
    m_showing = true;
    for (const auto &[component, box] : std::as_const(m_components))
        box->setChecked((policies.diagnostics.components & component) != 0);
    m_enabled->setChecked(policies.diagnostics.enabled);
    m_showing = false;
}

void DiagnosticsPage::limitTo(quint32 features)
{
    for (const auto &[component, box] : std::as_const(m_components))
        box->setVisible(component == DiagnosticsMulticast || (features & FeatureDeploymentServer) != 0);
}

Policy DiagnosticsPage::typed() const
{
    DiagnosticsPolicy policy;
    policy.enabled = m_enabled->isChecked();
    policy.components = 0;
    for (const auto &[component, box] : m_components)
        policy.components |= box->isChecked() ? quint32(component) : 0;
    return policy;
}

} // namespace castdeck
