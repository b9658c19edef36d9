// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/setupdialog.h"

#include "core/reply.h"
#include "core/untrusted.h"
#include "gui/text/errortext.h"
#include "models/namespacetext.h"
#include "ui_setupdialog.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPushButton>

namespace castdeck
{

SetupDialog::SetupDialog(const Known &known, const std::function<TransportServer *()> &server,
                         QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::SetupDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(tr("Properties of %1").arg(known.name));
    m_ui->buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    QPushButton *const copy = m_ui->buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    tell(known);
    TransportServer *const asked = server();
    whenFinished(this,
                 asked ? asked->ask(RetrieveSetup{})
                       : answered(Result<SetupInfo>(failure(ErrorCode::TransportServerUnavailable))),
                 [this](const Result<SetupInfo> &setup) { take(setup); });
}

SetupDialog::~SetupDialog() = default;

void SetupDialog::tell(const Known &known)
{
    add(tr("Address:"), known.address, "address");
    add(tr("Fingerprint:"), known.fingerprint, "fingerprint");
    add(tr("Your role:"), known.role, "role");
    add(tr("Calls itself:"), known.info.name, "name");
    QStringList ports;
    if (known.info.initiationPort != 0)
        ports << tr("receivers ask at UDP %1").arg(known.info.initiationPort);
    if (known.info.initiationError)
        ports << tr("receivers cannot ask: %1").arg(ErrorText::sentence(*known.info.initiationError));
    if (known.info.fallbackPort != 0)
        ports << tr("unicast from TCP %1").arg(known.info.fallbackPort);
    add(tr("Ports:"), ports.join(QLatin1Char('\n')), "ports");
}

QString SetupDialog::text() const
{
    QStringList lines;
    for (int row = 0; row < m_ui->rows->rowCount(); ++row) {
        const auto *title = qobject_cast<QLabel *>(m_ui->rows->itemAt(row, QFormLayout::LabelRole)->widget());
        const auto *value = qobject_cast<QLabel *>(m_ui->rows->itemAt(row, QFormLayout::FieldRole)->widget());
        lines << title->text() + u' ' + QString(value->text()).replace(u'\n', QStringLiteral("; "));
    }
    return lines.join(u'\n');
}

void SetupDialog::take(const Result<SetupInfo> &setup)
{
    m_ui->message->setVisible(!setup);
    if (!setup) {
        m_ui->message->setText(QStringLiteral("%1 (%2)").arg(ErrorText::sentence(setup.error()),
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
    if (value.isEmpty())
        return;
    auto *text = new QLabel(this);
    text->setObjectName(QLatin1String(name));
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(QString(label).remove(u':'));
    // 64 digits are easier to compare when they stand below each other.
    if (qstrcmp(name, "fingerprint") == 0)
        text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    QStringList lines;
    for (const QString &line : value.split(QLatin1Char('\n')))
        lines << printable(line);
    text->setText(lines.join(QLatin1Char('\n')));
    auto *title = new QLabel(label, this);
    title->setAlignment(Qt::AlignLeading | Qt::AlignTop); // beside the first of several lines
    m_ui->rows->addRow(title, text);
}

} // namespace castdeck
