// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/howtoaskcard.h"

#include "core/untrusted.h"
#include "gui/text/errortext.h"
#include "gui/text/joincommand.h"
#include "models/format.h"
#include "ui_howtoaskcard.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>

namespace castdeck
{

namespace
{

enum FileColumn { NameColumn, SizeColumn };

/// The name itself: what is shown of it may have been made harmless.
constexpr int nameRole = Qt::UserRole;

} // namespace

HowToAskCard::HowToAskCard(QWidget *parent) : QWidget(parent), m_ui(std::make_unique<Ui::HowToAskCard>())
{
    m_ui->setupUi(this);
    m_ui->files->header()->setStretchLastSection(false);
    m_ui->files->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_ui->files->header()->setSectionResizeMode(SizeColumn, QHeaderView::ResizeToContents);
    m_ui->command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    // Two lines: what is longer is scrolled to.
    const QFontMetrics metrics(m_ui->command->font());
    m_ui->command->setFixedHeight(3 * metrics.lineSpacing() + 2 * m_ui->command->frameWidth() + 4);
    m_ui->files->setMinimumHeight(4 * fontMetrics().lineSpacing());
    connect(m_ui->way, &QComboBox::currentIndexChanged, this, &HowToAskCard::showWay);
    connect(m_ui->files, &QTreeWidget::currentItemChanged, this, &HowToAskCard::showCommand);
    connect(m_ui->files, &QTreeWidget::itemActivated, this, &HowToAskCard::copyCommand);
    connect(m_ui->copy, &QPushButton::clicked, this, &HowToAskCard::copyCommand);
    tell({});
}

HowToAskCard::~HowToAskCard() = default;

void HowToAskCard::tell(const HowToAsk &facts)
{
    m_facts = facts;
    m_ui->title->setText(tr("How machines ask for “%1”").arg(printable(facts.namespaceName)));
    const QString problem = obstacle();
    m_ui->problem->say(problem);
    const bool canAsk = !facts.ways().isEmpty() && !facts.server.isEmpty();
    for (QWidget *widget : QList<QWidget *>{m_ui->place, m_ui->commandLabel, m_ui->command, m_ui->copy})
        widget->setVisible(canAsk);
    for (QWidget *widget : QList<QWidget *>{m_ui->wayText, m_ui->windows})
        widget->setVisible(canAsk && !m_isCompact);
    showWays();
    showFiles();
    showWay();
}

void HowToAskCard::setCompact()
{
    m_isCompact = true;
    constexpr int lines = 3;
    m_ui->files->setMinimumHeight(lines * fontMetrics().lineSpacing());
    m_ui->column->setContentsMargins({});
    tell(m_facts);
}

QString HowToAskCard::obstacle() const
{
    if (m_facts.error)
        return ErrorText::sentence(*m_facts.error);
    if (m_facts.server.isEmpty())
        return tr("The address of the server is not known.");
    if (m_facts.ways().isEmpty())
        return m_facts.takesAnybody
                   ? tr("Machines cannot ask this server now: it takes no questions over the network.")
                   : tr("No machine can ask for it as it is: this server knows no tokens, and without one "
                        "nobody is let in. Edit the namespace, and let clients ask without authentication.");
    if (m_facts.isOnlyHere)
        return tr("Other machines cannot find the server at this address: it is this computer's own.");
    return {};
}

void HowToAskCard::showWays()
{
    const QSignalBlocker quiet(m_ui->way);
    const QVariant chosen = m_ui->way->currentData();
    m_ui->way->clear();
    for (const HowToAsk::Way way : m_facts.ways())
        m_ui->way->addItem(way == HowToAsk::Way::Tls ? tr("With a token, verified (TLS)")
                                                     : tr("Without a token (UDP)"),
                           QVariant::fromValue(way));
    m_ui->way->setCurrentIndex(std::max(0, m_ui->way->findData(chosen)));
    m_ui->way->setVisible(m_ui->way->count() > 1);
    m_ui->wayLabel->setVisible(m_ui->way->count() > 1);
}

void HowToAskCard::showFiles()
{
    const QSignalBlocker quiet(m_ui->files);
    const QString chosen = chosenFile();
    QTreeWidget *const list = m_ui->files;
    list->clear();
    const bool isKnown = m_facts.files && *m_facts.files;
    QString words;
    if (!m_facts.files)
        words = tr("Asking the server which files there are…");
    else if (!*m_facts.files)
        words = tr("The files cannot be listed: %1").arg(ErrorText::sentence((*m_facts.files).error()));
    else if ((*m_facts.files)->contents.isEmpty())
        words = tr("There is no file in it yet.");
    else if ((*m_facts.files)->more)
        words = tr("There are more files than are shown here.");
    for (const OfferedContent &one : isKnown ? (*m_facts.files)->contents : QList<OfferedContent>()) {
        auto *item = new QTreeWidgetItem(list);
        item->setText(NameColumn, printable(one.name));
        item->setToolTip(NameColumn, QStringLiteral("<p>%1</p>").arg(printable(one.name).toHtmlEscaped()));
        item->setData(NameColumn, nameRole, one.name);
        item->setText(SizeColumn, one.size ? format::size(*one.size) : format::unknown());
        item->setTextAlignment(SizeColumn, Qt::AlignRight | Qt::AlignVCenter);
        if (one.name == chosen)
            list->setCurrentItem(item);
    }
    if (!list->currentItem() && list->topLevelItemCount() > 0)
        list->setCurrentItem(list->topLevelItem(0));
    list->setVisible(list->topLevelItemCount() > 0);
    m_ui->filesText->setText(words);
    m_ui->filesText->setVisible(!words.isEmpty());
}

HowToAsk::Way HowToAskCard::way() const
{
    return m_ui->way->currentData().value<HowToAsk::Way>();
}

void HowToAskCard::showWay()
{
    const bool isTls = way() == HowToAsk::Way::Tls;
    const quint16 port = isTls ? m_facts.managementPort : m_facts.initiationPort;
    m_ui->place->setText(tr("Server %1, %2 port %3", "address, protocol, number")
                             .arg(printable(m_facts.server), isTls ? tr("TCP") : tr("UDP"))
                             .arg(port));
    QString needs = tr("No token and no certificate is needed; what arrives is not verified.");
    if (isTls) {
        needs =
            tr("Each machine needs a token in the file %1: the secret that this command shows: %2")
                .arg(JoinCommand::tokenFile(), QStringLiteral("castctl token create lab --role receiver"));
        if (m_facts.fingerprint.isEmpty())
            needs += QLatin1Char(' ') + tr("The authority that vouches for the server is expected in %1.")
                                            .arg(JoinCommand::authorityFile());
    }
    m_ui->wayText->setText(needs);
    m_ui->windows->setText(
        m_facts.takesAnybody && m_facts.initiationPort != 0
            ? tr("A boot image with a WDS client is told the same: this server, the namespace, and the file "
                 "as its content. That has not been tried with Windows itself.")
            : tr("A WDS client cannot ask for it: such clients have no token to show."));
    showCommand();
}

QString HowToAskCard::chosenFile() const
{
    const QTreeWidgetItem *item = m_ui->files->currentItem();
    return item ? item->data(NameColumn, nameRole).toString() : QString();
}

QString HowToAskCard::command() const
{
    // Where they are not known, a person puts the name there.
    const bool isUnknown = m_facts.files && !*m_facts.files;
    const QString content = isUnknown ? QStringLiteral("FILE") : chosenFile();
    return m_facts.ways().isEmpty() ? QString() : JoinCommand::of(m_facts, way(), content);
}

void HowToAskCard::showCommand()
{
    const QString text = command();
    const bool isHidden = text.isEmpty() && !chosenFile().isEmpty();
    m_ui->command->setPlainText(
        isHidden ? tr("A name in it holds characters that cannot be seen: it is not for pasting.") : text);
    m_ui->copy->setEnabled(!text.isEmpty());
    m_ui->copy->setText(tr("&Copy Command"));
}

void HowToAskCard::copyCommand()
{
    if (command().isEmpty())
        return;
    QGuiApplication::clipboard()->setText(command());
    m_ui->copy->setText(tr("Copied"));
}

} // namespace castdeck
