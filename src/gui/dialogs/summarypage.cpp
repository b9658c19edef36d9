// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/summarypage.h"

#include "core/untrusted.h"
#include "gui/text/errortext.h"
#include "models/namespacetext.h"
#include "ui_summarypage.h"

#include <QLocale>

namespace castdeck
{

SummaryPage::SummaryPage(const PublishQuestion &question, QWidget *parent)
    : QWizardPage(parent), m_question(question), m_ui(std::make_unique<Ui::SummaryPage>())
{
    m_ui->setupUi(this);
    const bool isEdit = question.purpose == PublishQuestion::Purpose::Edit;
    setTitle(isEdit ? tr("What will be changed") : tr("What will be published"));
    if (question.error)
        m_ui->serverProblem->say(tr("The server refused: %1").arg(ErrorText::sentence(*question.error)));
    m_ui->ending->setText(endingText());
    for (QWidget *widget : QList<QWidget *>{m_ui->ending, m_ui->drain, m_ui->cut, m_ui->reason})
        widget->setVisible(isEdit);
    if (isEdit)
        setFocusProxy(m_ui->drain);
}

SummaryPage::~SummaryPage() = default;

QString SummaryPage::endingText() const
{
    const QString who = tr("%n session(s)", nullptr, m_question.sessions) + QStringLiteral(", ") +
                        tr("%n client(s)", nullptr, m_question.clients);
    return tr("What was published once cannot be changed: a new namespace takes the place of the old one.") +
           QLatin1Char(' ') +
           (m_question.sessions > 0 ? tr("Connected to the old one now: %1.").arg(who)
                                    : tr("Nobody is connected to the old one now."));
}

void SummaryPage::show(const NamespaceInfo &what)
{
    QString rows;
    const auto add = [&rows](const QString &label, const QString &value) {
        if (!value.isEmpty())
            rows += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td><b>%2</b></td></tr>")
                        .arg(label.toHtmlEscaped(), printable(value).toHtmlEscaped());
    };
    add(tr("Server"), m_question.serverName);
    add(tr("Name"), what.name);
    add(tr("Title"), what.friendlyName);
    add(tr("Description"), what.description);
    add(tr("From"),
        NamespaceText::providerName(what.contentProvider) + QStringLiteral(": ") + what.configuration);
    add(tr("Unicast from"), what.fallbackUrl);
    add(tr("Type"), NamespaceText::typeName(what.type));
    if (what.minimumClients > 0)
        add(tr("Starts with"), tr("%n client(s)", nullptr, static_cast<int>(what.minimumClients)));
    if (what.startTime.isValid())
        add(tr("Starts at"), QStringLiteral("%1 (%2)").arg(
                                 QLocale().toString(what.startTime.toLocalTime(), QLocale::ShortFormat),
                                 what.startTime.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"))));
    add(tr("Who may ask"),
        what.allowUnauthenticated ? tr("anyone on the network") : tr("receivers with a token"));
    m_ui->summary->setText(QStringLiteral("<table>%1</table>").arg(rows));
}

bool SummaryPage::terminates() const
{
    return m_ui->cut->isChecked();
}

QString SummaryPage::reason() const
{
    return terminates() ? m_ui->reason->text().trimmed() : QString();
}

} // namespace castdeck
