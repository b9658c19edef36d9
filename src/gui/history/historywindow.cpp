// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/history/historywindow.h"

#include "core/reply.h"
#include "gui/history/historytab.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "models/eligible.h"
#include "models/historyrecords.h"
#include "models/inventorymodel.h"
#include "ui_historywindow.h"

namespace castdeck
{

namespace
{

/// Asks for one kind of records by @p Query, and makes rows of them.
template <class Query>
HistoryTab::Fetch fetcher(const ServerRegistry &servers)
{
    return [&servers](const ServerId &server, const HistoryFilter &filter, QObject *context,
                      HistoryTab::Deliver deliver) {
        using PageOfRecords = typename Query::Reply;
        TransportServer *asked = servers.server(server);
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

HistoryWindow::HistoryWindow(const InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                             QWidget *parent)
    : QDialog(parent)
    , m_model(model)
    , m_sessions(new HistoryTab(HistoryRecords::sessionColumns(),
                                {QStringLiteral("session"), QStringLiteral("client")},
                                fetcher<RetrieveSessionHistory>(servers), prompter, this))
    , m_audit(new HistoryTab(HistoryRecords::auditColumns(), {QStringLiteral("time")},
                             fetcher<RetrieveAudit>(servers), prompter, this))
{
    Ui::HistoryWindow form;
    form.setupUi(this);
    setWindowFlags(Qt::Window);
    form.tabs->addTab(m_sessions, tr("Sessions that ended"));
    form.tabs->addTab(m_audit, tr("What administrators have ordered"));
    resize(1000, 560);
}

void HistoryWindow::openFor(const ServerId &chosen)
{
    const auto thatHave = [this](const char *verb) {
        QList<HistoryTab::Server> servers;
        for (const RowFacts &row : m_model.servers()) {
            if (obstacleOf(row.powers, verb) == Obstacle::None)
                servers.append({row.key.server, row.serverName});
        }
        return servers;
    };
    m_sessions->show(thatHave(RetrieveSessionHistory::info.name), chosen);
    m_audit->show(thatHave(RetrieveAudit::info.name), chosen);
    show();
    raise();
    activateWindow();
    m_sessions->setFocus();
}

} // namespace castdeck
