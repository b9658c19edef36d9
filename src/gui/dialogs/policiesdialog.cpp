// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/policiesdialog.h"

#include "core/reply.h"
#include "gui/dialogs/diagnosticspage.h"
#include "gui/dialogs/servicepolicypage.h"
#include "gui/dialogs/slowclientspage.h"
#include "gui/parts/named.h"
#include "gui/parts/rowdelegate.h"
#include "gui/text/errortext.h"
#include "gui/text/obstacletext.h"
#include "gui/text/policytext.h"
#include "ui_policiesdialog.h"

#include <QMessageBox>
#include <algorithm>

namespace castdeck
{

namespace
{

Policy ofSameKind(const Policy &policy, const Policies &all)
{
    switch (policy.index()) {
    case 0:
        return all.service;
    case 1:
        return all.multicastSession;
    default:
        return all.diagnostics;
    }
}

void put(Policies &all, const Policy &policy)
{
    if (const auto *service = std::get_if<ServicePolicy>(&policy))
        all.service = *service;
    else if (const auto *session = std::get_if<MulticastSessionPolicy>(&policy))
        all.multicastSession = *session;
    else
        all.diagnostics = std::get<DiagnosticsPolicy>(policy);
}

void setVersion(Policy &policy, quint64 version)
{
    std::visit([version](auto &one) { one.version = version; }, policy);
}

quint64 versionOf(const Policy &policy)
{
    return std::visit([](const auto &one) { return one.version; }, policy);
}

} // namespace

PoliciesDialog::PoliciesDialog(const QString &serverName, std::function<TransportServer *()> server,
                               Access access, QWidget *parent, Madcap madcap)
    : QDialog(parent), m_server(std::move(server)), m_ui(std::make_unique<Ui::PoliciesDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(tr("Policies of %1").arg(serverName));
    m_ui->forbidden->setText(ObstacleText::sentence(Obstacle::Forbidden));
    m_ui->forbidden->setVisible(access == Access::LookOnly);
    addPages(access == Access::Full);
    for (const Tab &tab : m_tabs)
        tab.page->setMadcap(madcap);
    connect(m_ui->reload, &QPushButton::clicked, this, &PoliciesDialog::reload);
    connect(m_ui->undo, &QPushButton::clicked, this, &PoliciesDialog::undo);
    // Enter applies what was typed, and does nothing else.
    connect(m_ui->apply, &QPushButton::clicked, this, [this] { applyNext({}); });
    connect(m_ui->takeTheirs, &QPushButton::clicked, this, &PoliciesDialog::takeTheirs);
    connect(m_ui->keepMine, &QPushButton::clicked, this, &PoliciesDialog::keepMine);
    askForFeatures();
    reload();
}

PoliciesDialog::~PoliciesDialog() = default;

void PoliciesDialog::addPages(bool mayChange)
{
    m_tabs = {{new ServicePolicyPage(this), tr("Addresses and ports")},
              {new SlowClientsPage(this), tr("Slow clients")},
              {new DiagnosticsPage(this), tr("Diagnostics")}};
    for (Tab &tab : m_tabs) {
        m_ui->pages->addTab(tab.page, tab.title);
        tab.page->setEnabled(mayChange);
        connect(tab.page, &PolicyPage::edited, this, [this, &tab] {
            // Enter in a field says that it was edited, though nothing else is in it.
            const Policy typed = toApply(tab);
            tab.dirty = !tab.page->isValid() || typed != ofSameKind(typed, m_stored);
            showState();
        });
    }
}

void PoliciesDialog::askForFeatures()
{
    TransportServer *server = m_server();
    if (!server)
        return;
    whenFinished(this, server->ask(RetrieveSetup{}), [this](const Result<SetupInfo> &setup) {
        if (!setup)
            return;
        for (const Tab &tab : m_tabs)
            tab.page->limitTo(setup->features);
    });
}

bool PoliciesDialog::isDirty() const
{
    return std::ranges::any_of(m_tabs, &Tab::dirty);
}

void PoliciesDialog::reject()
{
    if (!isDirty()) {
        QDialog::reject();
        return;
    }
    auto *question =
        named("notApplied", new QMessageBox(QMessageBox::Question, windowTitle(),
                                            tr("What you have changed is not applied."), {}, this));
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *lose = question->addButton(tr("&Close Without It"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(tr("Go &Back"), QMessageBox::RejectRole));
    connect(lose, &QPushButton::clicked, this, [this] { QDialog::reject(); });
    question->open();
}

TransportServer *PoliciesDialog::connected()
{
    TransportServer *server = m_server();
    if (!server)
        say(tr("The server is not connected."), true);
    return server;
}

void PoliciesDialog::reload()
{
    TransportServer *server = connected();
    if (!server)
        return;
    m_busy = true;
    say(tr("Asking the server…"), false);
    whenFinished(this, server->ask(RetrievePolicies{}), [this](const Result<Policies> &policies) {
        m_busy = false;
        if (!policies) {
            say(ErrorText::sentence(policies.error()), true);
            return;
        }
        m_loaded = true;
        m_stored = *policies;
        say({}, false);
        undo();
    });
}

void PoliciesDialog::undo()
{
    m_theirs.reset();
    for (Tab &tab : m_tabs) {
        tab.page->show(m_stored);
        tab.dirty = false;
    }
    showState();
}

Policy PoliciesDialog::toApply(const Tab &tab) const
{
    Policy policy = tab.page->typed();
    setVersion(policy, versionOf(ofSameKind(policy, m_stored)));
    return policy;
}

void PoliciesDialog::applyNext(const QStringList &outcomes)
{
    const auto tab = std::ranges::find_if(m_tabs, &Tab::dirty);
    if (tab == m_tabs.end()) {
        say(outcomes.join(QLatin1Char('\n')), false);
        return;
    }
    TransportServer *server = connected();
    if (!server)
        return;
    m_busy = true;
    say(tr("Applying…"), false);
    const Policy policy = toApply(*tab);
    whenFinished(this, server->ask(CommitPolicy{policy}),
                 [this, tab = &*tab, policy, outcomes](const Result<PolicyReport> &report) {
                     m_busy = false;
                     if (!report) {
                         takeFailure(*tab, report.error());
                         return;
                     }
                     Policy held = policy;
                     setVersion(held, report->version);
                     put(m_stored, held);
                     tab->dirty = false;
                     applyNext(outcomes + QStringList{PolicyText::outcome(tab->title, *report)});
                 });
}

void PoliciesDialog::takeFailure(const Tab &tab, const Error &error)
{
    m_ui->pages->setCurrentWidget(tab.page);
    say(QStringLiteral("%1: %2 (%3)").arg(tab.title, ErrorText::sentence(error), ErrorText::details(error)),
        true);
    TransportServer *server = error.code == ErrorCode::PolicyConflict ? connected() : nullptr;
    if (!server)
        return;
    m_busy = true;
    showState();
    whenFinished(this, server->ask(RetrievePolicies{}), [this, tab = &tab](const Result<Policies> &theirs) {
        m_busy = false;
        if (!theirs) {
            say(ErrorText::sentence(theirs.error()), true);
            return;
        }
        m_theirs = *theirs;
        const Policy mine = tab->page->typed();
        QStringList lines = PolicyText::differences(mine, ofSameKind(mine, *theirs));
        if (lines.isEmpty())
            lines << tr("the same values as yours");
        say(tr("Another administrator has changed this meanwhile. What the server holds now:") +
                QStringLiteral("\n• ") + lines.join(QStringLiteral("\n• ")),
            true);
    });
}

void PoliciesDialog::takeTheirs()
{
    m_stored = *m_theirs;
    say({}, false);
    undo();
}

void PoliciesDialog::keepMine()
{
    m_stored = *std::exchange(m_theirs, std::nullopt);
    for (const Tab &tab : m_tabs) {
        if (!tab.dirty)
            tab.page->show(m_stored);
    }
    say(tr("Your values are kept here. Apply puts them over those of the other administrator."), false);
}

void PoliciesDialog::say(const QString &text, bool isBad)
{
    QPalette colors = palette();
    if (isBad)
        colors.setColor(QPalette::WindowText, RowDelegate::alertColor(colors));
    m_ui->message->setPalette(colors);
    m_ui->message->setText(text);
    m_ui->message->setVisible(!text.isEmpty());
    showState();
}

void PoliciesDialog::showState()
{
    for (int i = 0; const Tab &tab : m_tabs)
        m_ui->pages->setTabText(i++, tab.title + (tab.dirty ? QStringLiteral(" *") : QString()));
    const bool valid =
        std::ranges::all_of(m_tabs, [](const Tab &tab) { return !tab.dirty || tab.page->isValid(); });
    const bool idle = !m_busy && !m_theirs;
    const bool usable = m_loaded && !m_busy;
    if (usable != m_ui->pages->isEnabled()) {
        m_ui->pages->setEnabled(usable);
        if (usable) // they lose it while the server is asked
            m_ui->pages->setFocus();
    }
    m_ui->reload->setEnabled(idle && !isDirty());
    m_ui->reload->setToolTip(isDirty() ? tr("Apply your changes, or undo them, first.") : QString());
    m_ui->undo->setEnabled(idle && isDirty());
    m_ui->apply->setEnabled(idle && isDirty() && valid);
    m_ui->apply->setToolTip(valid ? QString() : tr("Something on a page marked with * is not valid."));
    m_ui->takeTheirs->setVisible(m_theirs.has_value());
    m_ui->keepMine->setVisible(m_theirs.has_value());
}

} // namespace castdeck
