// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/mainwindow.h"

#include "gui/desktopnotices.h"
#include "gui/errortext.h"
#include "gui/headermenu.h"
#include "gui/keptlayout.h"
#include "gui/losstext.h"
#include "gui/namespaceactions.h"
#include "gui/namespacepane.h"
#include "gui/noticetext.h"
#include "gui/progressdelegate.h"
#include "gui/publishflow.h"
#include "gui/remoteservers.h"
#include "gui/roletext.h"
#include "gui/serveractions.h"
#include "gui/serverregistry.h"
#include "gui/serviceactions.h"
#include "gui/sessionactions.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "ui_mainwindow.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>

namespace castdeck
{

namespace
{

constexpr int longestLog = 2000;
const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString columnsKey = QStringLiteral("window/columns");
const QString tellEndsKey = QStringLiteral("window/tellEnds");
const QString namespaceColumnsKey = QStringLiteral("window/namespaceColumns");

/// What should be readable without widening, in the order of Column.
constexpr const char *samples[ColumnCount] = {"windows-11-pro.wim",
                                              "drivers",
                                              "Master, receiving",
                                              "00000000000",
                                              "888.8 MB/s",
                                              "88",
                                              "0:00:00",
                                              "100 %",
                                              "100 %",
                                              "100 %",
                                              "99.9 %",
                                              "888 ms",
                                              "239.255.255.255:65000",
                                              "00:00:00:00:00:00",
                                              "888"};

int defaultWidth(int column, const QString &title, const QFontMetrics &metrics)
{
    // The first column holds the branches and the icon too.
    const int extra = column == 0 ? 64 : 10;
    return std::max(metrics.horizontalAdvance(QLatin1String(samples[column])) + extra,
                    metrics.horizontalAdvance(title) + 12);
}

RowDelegate::Roles rowRoles()
{
    return {InventoryRole::Icon, InventoryRole::Alert, InventoryRole::Stale, InventoryRole::Idle};
}

} // namespace

MainWindow::MainWindow(InventoryModel &model, ServerRegistry &servers, Prompter &prompter, KeptLayout &layout,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_model(model)
    , m_servers(servers)
    , m_prompter(prompter)
    , m_layout(layout)
    , m_ui(std::make_unique<Ui::MainWindow>())
    , m_count(new QLabel(this))
    , m_filter(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group)
    , m_rates(model, {InventoryRole::Facts, InventoryRole::Value, static_cast<int>(Column::Rate),
                      static_cast<int>(Column::Loss)})
{
    m_ui->setupUi(this);
    m_filter.setSourceModel(&m_model);
    m_ui->statusBar->addWidget(m_count);
    setUpView();
    m_flow = new PublishFlow(m_model, m_servers, prompter, this);
    m_actions =
        new SessionActions(m_model, m_servers, prompter, *m_flow, *m_ui->view->selectionModel(), this);
    m_service = new ServiceActions(m_model, m_servers, prompter, *m_ui->view->selectionModel(), *this);
    setUpActions();
    setUpNamespaces();
    setUpEvents();
    restoreLayout();
    m_ui->view->expandToDepth(0);
    m_ui->view->setFocus();

    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    m_tick.start(std::chrono::seconds{1});
    m_hintLater.setSingleShot(true);
    m_hintLater.setInterval(0);
    connect(&m_hintLater, &QTimer::timeout, this, [this] {
        showHint();
        countRows();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_filter, signal, &m_hintLater, qOverload<>(&QTimer::start));
    connect(&m_model, &QAbstractItemModel::dataChanged, &m_hintLater, [this] {
        if (!m_hintLater.isActive())
            m_hintLater.start();
    });
    m_hintLater.start();
    showChart();
}

MainWindow::~MainWindow() = default;

InventoryView &MainWindow::view() const
{
    return *m_ui->view;
}

NoticeLine &MainWindow::notices() const
{
    return *m_ui->notice;
}

void MainWindow::report(const Report &report)
{
    m_ui->notice->show(report);
    if (report.kind != Report::Kind::Done)
        m_log->append({QDateTime::currentDateTimeUtc(), {}, report.text, true});
}

void MainWindow::setUpView()
{
    InventoryView *view = m_ui->view;
    view->setModel(&m_filter);
    view->setItemDelegate(new RowDelegate(rowRoles(), view));
    view->setItemDelegateForColumn(static_cast<int>(Column::Progress),
                                   new ProgressDelegate(InventoryRole::Progress, rowRoles(), view));
    m_columns = new HeaderMenu(view->header());
    for (int column = 0; column < ColumnCount; ++column)
        view->header()->resizeSection(
            column,
            defaultWidth(column, m_filter.headerData(column, Qt::Horizontal).toString(), fontMetrics()));
    view->header()->setStretchLastSection(false);
    view->sortByColumn(static_cast<int>(Column::Name), Qt::AscendingOrder);
    connect(view, &InventoryView::menuRequested, this, &MainWindow::showMenu);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &MainWindow::expandNew);
    connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &MainWindow::showChart);
    connect(m_ui->filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setFilterText(text);
        if (m_filter.isFiltering())
            m_ui->view->expandAll();
        showHint();
        countRows();
    });
}

void MainWindow::setUpActions()
{
    SessionActions &a = *m_actions;
    a.setCopiedColumns([this] { return m_columns->visibleColumns(); });
    const QAction *quit = m_ui->quit;
    m_ui->serverMenu->insertActions(m_ui->quit, {a.publish(), a.retire()});
    m_ui->serverMenu->insertSeparator(m_ui->quit);
    m_ui->serverMenu->insertActions(m_ui->quit, {a.refresh(), a.exportRows()});
    m_ui->serverMenu->insertSeparator(m_ui->quit);
    m_ui->sessionMenu->addActions({a.terminate(), a.disconnectClients(), a.bypass()});
    m_ui->editMenu->insertAction(m_ui->selectAll, a.copy());
    m_ui->serverMenu->insertSeparator(m_ui->quit);
    m_ui->serverMenu->insertMenu(m_ui->quit, m_ui->serviceMenu);
    m_ui->serverMenu->insertActions(m_ui->quit,
                                    {m_service->policies(), m_service->history(), m_service->properties()});
    m_ui->serverMenu->insertSeparator(m_ui->quit);
    m_ui->serviceMenu->addActions({m_service->start(), m_service->stop(), m_service->restart()});
    m_ui->serviceMenu->addSeparator();
    m_ui->serviceMenu->addActions({m_service->enable(), m_service->disable()});
    m_ui->serviceMenu->addSeparator();
    m_ui->serviceMenu->addAction(m_service->readSettings());
    m_ui->viewMenu->addActions({m_ui->namespacesDock->toggleViewAction(),
                                m_ui->eventsDock->toggleViewAction(), m_ui->rateDock->toggleViewAction(),
                                m_ui->toolBar->toggleViewAction()});
    m_ui->toolBar->addActions({a.publish(), a.retire()});
    m_ui->toolBar->addSeparator();
    m_ui->toolBar->addActions({a.terminate(), a.disconnectClients(), a.bypass()});
    m_ui->toolBar->addSeparator();
    m_ui->toolBar->addAction(a.refresh());
    m_ui->view->addActions(a.all());
    for (QMenu *menu : {m_ui->serverMenu, m_ui->serviceMenu, m_ui->namespaceMenu, m_ui->sessionMenu,
                        m_ui->editMenu, m_ui->viewMenu})
        menu->setToolTipsVisible(true);

    connect(quit, &QAction::triggered, this, &QWidget::close);
    connect(m_ui->find, &QAction::triggered, this, [this] {
        m_ui->filter->setFocus(Qt::ShortcutFocusReason);
        m_ui->filter->selectAll();
    });
    connect(m_ui->selectAll, &QAction::triggered, m_ui->view, &QTreeView::selectAll);
    connect(m_ui->expandAll, &QAction::triggered, m_ui->view, &QTreeView::expandAll);
    connect(m_ui->collapseAll, &QAction::triggered, m_ui->view, [this] {
        m_ui->view->collapseAll();
        m_ui->view->expandToDepth(0);
    });
    connect(m_ui->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_ui->view, &InventoryView::hintActivated, &a, &SessionActions::askToPublish);
    connect(&a, &SessionActions::reported, this, &MainWindow::report);
    connect(m_service, &ServiceActions::reported, this, &MainWindow::report);
    connect(m_flow, &PublishFlow::reported, this, &MainWindow::report);
}

void MainWindow::setUpNamespaces()
{
    m_namespaces = new NamespacePane(m_model, m_servers, m_prompter, *m_flow, this);
    m_ui->namespacesDock->setWidget(m_namespaces);
    m_ui->namespaceMenu->addAction(m_actions->publish());
    m_ui->namespaceMenu->addSeparator();
    m_ui->namespaceMenu->addActions(m_namespaces->actions().all());
    connect(m_namespaces, &NamespacePane::reported, this, &MainWindow::report);
    connect(m_namespaces, &NamespacePane::publishWanted, m_actions, &SessionActions::askToPublish);
    connect(m_ui->filter, &QLineEdit::textChanged, m_namespaces, &NamespacePane::setFilterText);
}

void MainWindow::setUpEvents()
{
    m_log = new EventLog(longestLog, this);
    m_ui->events->setLog(m_log);
    m_desktop = new DesktopNotices(*this);
    m_ui->viewMenu->addSeparator();
    m_ui->viewMenu->addAction(m_desktop->wanted());
    const auto name = [this](const ServerId &id) { return m_model.indexOf(id).data().toString(); };
    connect(&m_servers, &ServerRegistry::noticed, this,
            [this, name](const ServerId &id, const Notice &notice) {
                m_log->append({notice.time, name(id), NoticeText::sentence(notice),
                               NoticeText::needsAttention(notice)});
                m_desktop->take(name(id), notice);
            });
    connect(&m_servers, &ServerRegistry::refreshFailed, this,
            [this, name](const ServerId &id, const Error &error) {
                m_log->append({QDateTime::currentDateTimeUtc(), name(id),
                               tr("The state could not be fetched: %1").arg(ErrorText::sentence(error)),
                               true});
            });
}

ServerActions &MainWindow::manage(RemoteServers &remote)
{
    m_serverActions =
        new ServerActions(m_model, remote, m_prompter, *m_ui->view->selectionModel(), m_ui->view);
    QAction *first = m_ui->serverMenu->actions().constFirst();
    m_ui->serverMenu->insertActions(first, m_serverActions->all());
    m_ui->serverMenu->insertSeparator(m_serverActions->connectServer());
    m_ui->serverMenu->insertSeparator(first);
    connect(m_serverActions, &ServerActions::reported, m_ui->notice, &NoticeLine::show);
    const auto log = [this](const ServerId &id, const QString &text, bool attention) {
        m_log->append(
            {QDateTime::currentDateTimeUtc(), m_model.indexOf(id).data().toString(), text, attention});
    };
    connect(&remote, &RemoteServers::ready, this, [log](const ServerId &id, Role role) {
        log(id, tr("Connected as %1", "role").arg(RoleText::name(role)), false);
    });
    connect(&remote, &RemoteServers::ended, this,
            [this, log](const ServerId &id, const Error &reason, bool wasReady) {
                log(id,
                    LossText::sentence(reason, wasReady, m_model.status(id).since,
                                       QDateTime::currentDateTimeUtc()),
                    true);
            });
    return *m_serverActions;
}

void MainWindow::restoreLayout()
{
    tabifyDockWidget(m_ui->namespacesDock, m_ui->eventsDock);
    m_ui->namespacesDock->raise();
    resizeDocks({m_ui->namespacesDock, m_ui->rateDock}, {760, 400}, Qt::Horizontal);
    resizeDocks({m_ui->namespacesDock, m_ui->rateDock}, {190, 190}, Qt::Vertical);
    restoreGeometry(m_layout.value(geometryKey).toByteArray());
    restoreState(m_layout.value(stateKey).toByteArray());
    m_ui->view->header()->restoreState(m_layout.value(columnsKey).toByteArray());
    m_desktop->wanted()->setChecked(m_layout.value(tellEndsKey, true).toBool());
    m_namespaces->restoreColumns(m_layout.value(namespaceColumnsKey).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_layout.keep({{geometryKey, saveGeometry()},
                   {stateKey, saveState()},
                   {tellEndsKey, m_desktop->wanted()->isChecked()},
                   {columnsKey, m_ui->view->header()->saveState()},
                   {namespaceColumnsKey, m_namespaces->saveColumns()}});
    QMainWindow::closeEvent(event);
}

void MainWindow::showMenu(const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    QList<QAction *> offered = m_actions->forContextMenu();
    if (m_serverActions)
        offered << nullptr << m_serverActions->forContextMenu();
    for (QAction *action : offered) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    const QModelIndex current = m_ui->view->currentIndex();
    if (current.isValid() && current.data(InventoryRole::Kind).toInt() == static_cast<int>(RowKind::Server)) {
        menu->addSeparator();
        menu->addMenu(m_ui->serviceMenu);
        menu->addActions({m_service->policies(), m_service->history(), m_service->properties()});
    }
    menu->popup(globalPosition);
}

void MainWindow::expandNew(const QModelIndex &parent, int first, int last)
{
    // What is new is seen: a server's sessions, and the clients of a session. A row that was closed stays
    // closed.
    if (!parent.isValid()) {
        for (int row = first; row <= last; ++row)
            m_ui->view->expand(m_filter.index(row, 0));
    } else if (m_filter.rowCount(parent) == last - first + 1) {
        m_ui->view->expand(parent);
    }
}

void MainWindow::showHint()
{
    bool empty = true;
    bool ready = false;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex server = m_model.index(row, 0);
        empty &= m_model.rowCount(server) == 0;
        ready |= m_model.facts(server).reachable;
    }
    QString hint;
    if (m_filter.isFiltering() && m_filter.rowCount() == 0)
        hint = tr("Nothing matches “%1”.").arg(m_ui->filter->text().toHtmlEscaped());
    else if (empty && m_model.rowCount() == 0)
        hint = tr("<h3>No server yet</h3>");
    else if (empty && ready && !m_filter.isFiltering())
        hint = tr("<h3>Nothing is published yet</h3><p><a href=\"publish\">Publish a folder</a>, and "
                  "machines can ask "
                  "for its files. Sessions and their clients appear here as soon as the first one asks.</p>");
    if (hint != m_ui->view->hint())
        m_ui->view->setHint(hint);
}

void MainWindow::tick()
{
    m_model.setNow(QDateTime::currentDateTimeUtc());
    m_rates.sample();
    showChart();
}

void MainWindow::showChart()
{
    const QModelIndexList rows = m_ui->view->selectionModel()->selectedRows();
    if (rows.size() != 1) {
        m_ui->rate->clear(tr("Select a session to see its rate."));
        return;
    }
    const auto facts = rows.constFirst().data(InventoryRole::Facts).value<RowFacts>();
    if (!facts.sessionId.isValid()) {
        m_ui->rate->clear(tr("Select a session to see its rate."));
        return;
    }
    const RowKey key{facts.key.server, RowKind::Session, facts.sessionId.value()};
    const QString content = m_model.indexOf(key).data().toString();
    m_ui->rate->show(tr("%1 on %2", "content on server").arg(content, facts.serverName),
                     m_rates.history(key));
}

void MainWindow::countRows()
{
    int sessions = 0;
    int clients = 0;
    for (int server = 0; server < m_model.rowCount(); ++server) {
        const QModelIndex parent = m_model.index(server, 0);
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex session = m_model.index(row, 0, parent);
            sessions += session.data(InventoryRole::Kind).toInt() == static_cast<int>(RowKind::Session);
            clients += m_model.rowCount(session);
        }
    }
    m_count->setText(QStringList{tr("%n server(s)", nullptr, m_model.rowCount()),
                                 tr("%n session(s)", nullptr, sessions), tr("%n client(s)", nullptr, clients)}
                         .join(QStringLiteral(" · ")));
}

void MainWindow::showAbout()
{
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Castdeck"),
                        tr("<h3>Castdeck %1</h3><p>Deploys images to many machines at once by multicast, and "
                           "lets you see and stop what is going on.</p><p>GPL-3.0-or-later</p>")
                            .arg(QStringLiteral(CASTDECK_VERSION)),
                        QMessageBox::Close, this);
    box->setIconPixmap(QIcon(QStringLiteral(":/icons/castdeck.svg")).pixmap(64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace castdeck
