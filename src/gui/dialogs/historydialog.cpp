// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/historydialog.h"

#include "core/reply.h"
#include "gui/dialogs/historytab.h"
#include "gui/text/errortext.h"
#include "models/historyrecords.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace castdeck
{

namespace
{

/// Asks for one kind of records by @p Query, and makes rows of them.
template <class Query>
HistoryTab::Fetch fetcher(const HistoryDialog::Server &server)
{
    return [server](const HistoryFilter &filter, QObject *context, HistoryTab::Deliver deliver) {
        using PageOfRecords = typename Query::Reply;
        TransportServer *asked = server();
        const auto future =
            asked ? asked->ask(Query{filter})
                  : answered(Result<PageOfRecords>(failure(ErrorCode::TransportServerUnavailable)));
        whenFinished(context, future, [deliver = std::move(deliver)](const Result<PageOfRecords> &result) {
            deliver(result.map([](const PageOfRecords &page) {
                HistoryTab::Page rows{{}, page.next};
                for (const auto &record : page.records)
                    rows.records << HistoryRecords::of(record, ErrorText::sentence);
                return rows;
            }));
        });
    };
}

} // namespace

HistoryDialog::HistoryDialog(const QString &serverName, const Server &server, Prompter &prompter,
                             QWidget *parent)
    : QDialog(parent)
    , m_sessions(new HistoryTab(HistoryRecords::sessionColumns(),
                                {QStringLiteral("session"), QStringLiteral("client")},
                                fetcher<RetrieveSessionHistory>(server), prompter, this))
    , m_audit(new HistoryTab(HistoryRecords::auditColumns(), {QStringLiteral("time")},
                             fetcher<RetrieveAudit>(server), prompter, this))
{
    setObjectName(QStringLiteral("historyDialog"));
    setWindowTitle(tr("History of %1").arg(serverName));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    auto *tabs = new QTabWidget(this);
    tabs->addTab(m_sessions, tr("Sessions that ended"));
    tabs->addTab(m_audit, tr("What administrators have ordered"));
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setAutoDefault(false); // Enter in the filter is not the end
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(tabs, 1);
    layout->addWidget(buttons);
    resize(900, 520);
}

} // namespace castdeck
