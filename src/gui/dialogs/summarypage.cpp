// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/summarypage.h"

#include "core/untrusted.h"
#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/text/errortext.h"
#include "models/namespacetext.h"

#include <QLineEdit>
#include <QLocale>
#include <QRadioButton>
#include <QVBoxLayout>

namespace castdeck
{

SummaryPage::SummaryPage(const PublishQuestion &question, QWidget *parent)
    : QWizardPage(parent), m_question(question), m_summary(named("summary", new QLabel(this)))
{
    const bool isEdit = question.purpose == PublishQuestion::Purpose::Edit;
    setTitle(isEdit ? tr("What will be changed") : tr("What will be published"));
    setSubTitle(tr("Nothing is done before you say so."));
    m_summary->setTextFormat(Qt::RichText);
    m_summary->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    auto *problem = named("serverProblem", new ProblemLabel(this));
    if (question.error)
        problem->say(tr("The server refused: %1").arg(ErrorText::sentence(*question.error)));
    layout->addWidget(problem);
    layout->addWidget(m_summary);
    if (isEdit)
        addEnding(question);
    layout->addStretch();
}

void SummaryPage::addEnding(const PublishQuestion &question)
{
    auto *explanation = named("ending", new QLabel(this));
    explanation->setWordWrap(true);
    const QString who = tr("%n session(s)", nullptr, question.sessions) + QStringLiteral(", ") +
                        tr("%n client(s)", nullptr, question.clients);
    explanation->setText(
        tr("What was published once cannot be changed: a new namespace takes the place of the old one.") +
        QLatin1Char(' ') +
        (question.sessions > 0 ? tr("Connected to the old one now: %1.").arg(who)
                               : tr("Nobody is connected to the old one now.")));
    m_drain = new QRadioButton(tr("Those who are connected &finish with the old one"), this);
    m_cut = new QRadioButton(tr("&Cut off those who are connected, now"), this);
    m_drain->setObjectName(QStringLiteral("drain"));
    m_cut->setObjectName(QStringLiteral("cut"));
    m_drain->setChecked(true);
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setMaxLength(200);
    m_reason->setPlaceholderText(tr("Reason, shown on the machines and kept in the log"));
    m_reason->setAccessibleName(m_reason->placeholderText());
    m_reason->setEnabled(false);
    connect(m_cut, &QRadioButton::toggled, m_reason, &QWidget::setEnabled);
    for (QWidget *widget : std::initializer_list<QWidget *>{explanation, m_drain, m_cut, m_reason})
        layout()->addWidget(widget);
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
    m_summary->setText(QStringLiteral("<table>%1</table>").arg(rows));
}

bool SummaryPage::terminates() const
{
    return m_cut && m_cut->isChecked();
}

QString SummaryPage::reason() const
{
    return terminates() ? m_reason->text().trimmed() : QString();
}

} // namespace castdeck
