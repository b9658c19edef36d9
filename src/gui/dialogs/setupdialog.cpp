// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/setupdialog.h"

#include "core/reply.h"
#include "core/untrusted.h"
#include "gui/parts/named.h"
#include "gui/text/errortext.h"
#include "models/namespacetext.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace castdeck
{

SetupDialog::SetupDialog(const QString &serverName, const std::function<TransportServer *()> &server,
                         QWidget *parent)
    : QDialog(parent)
    , m_rows(new QFormLayout)
    , m_message(named("message", new QLabel(tr("Asking the server…"), this)))
{
    setObjectName(QStringLiteral("setupDialog"));
    setWindowTitle(tr("Properties of %1").arg(serverName));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(this);
    connect(buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole), &QPushButton::clicked, this,
            &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(m_rows);
    layout->addWidget(m_message);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(420);
    TransportServer *const asked = server();
    whenFinished(this,
                 asked ? asked->ask(RetrieveSetup{})
                       : answered(Result<SetupInfo>(failure(ErrorCode::TransportServerUnavailable))),
                 [this](const Result<SetupInfo> &setup) { take(setup); });
}

void SetupDialog::take(const Result<SetupInfo> &setup)
{
    m_message->setVisible(!setup);
    if (!setup) {
        m_message->setText(QStringLiteral("%1 (%2)").arg(ErrorText::sentence(setup.error()),
                                                         ErrorText::details(setup.error())));
        return;
    }
    const auto names = [](quint32 flags, const QList<std::pair<quint32, QString>> &all) {
        QStringList set;
        for (const auto &[flag, name] : all) {
            if (flags & flag)
                set << name;
        }
        return set.join(QStringLiteral(", "));
    };
    add(tr("Version:"), setup->version, "version");
    add(tr("Features:"),
        names(setup->features, {{FeatureAdminPack, tr("Administration")},
                                {FeatureTransportServer, tr("Transport server")},
                                {FeatureDeploymentServer, tr("Deployment server")}}),
        "features");
    add(tr("Protocols:"),
        names(setup->protocols, {{ProtocolMulticast, tr("Multicast")}, {ProtocolUnicast, tr("Unicast")}}),
        "protocols");
    QStringList providers;
    for (const ContentProviderInfo &one : setup->contentProviders) {
        const QString name = NamespaceText::providerName(one.name);
        QString line =
            name == one.name ? name : tr("%1 (%2)", "what it is, its own name").arg(name, one.name);
        if (!one.allowUnauthenticated)
            line += QStringLiteral(" · ") + tr("only for receivers with a token");
        providers << line;
    }
    add(tr("Contents from:"), providers.join(QLatin1Char('\n')), "providers");
}

void SetupDialog::add(const QString &label, const QString &value, const char *name)
{
    auto *text = new QLabel(this);
    text->setObjectName(QLatin1String(name));
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QStringList lines;
    for (const QString &line : value.split(QLatin1Char('\n')))
        lines << printable(line);
    text->setText(lines.join(QLatin1Char('\n')));
    auto *title = new QLabel(label, this);
    title->setAlignment(Qt::AlignLeading | Qt::AlignTop); // beside the first of several lines
    m_rows->addRow(title, text);
}

} // namespace castdeck
