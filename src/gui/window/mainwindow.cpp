// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/mainwindow.h"

#include "gui/actions/namespaceactions.h"
#include "gui/actions/publishflow.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/dialogs/aboutbox.h"
#include "gui/parts/eventpane.h"
#include "gui/parts/named.h"
#include "gui/parts/noticeline.h"
#include "gui/parts/ratechart.h"
#include "gui/window/desktopnotices.h"
#include "gui/window/inventorytree.h"
#include "gui/window/keptlayout.h"
#include "gui/window/logwriter.h"
#include "gui/window/namespacepane.h"
#include "gui/window/ratewatch.h"
#include "gui/window/treewords.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace castdeck
{

namespace
{

const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString columnsKey = QStringLiteral("window/columns");
const QString tellEndsKey = QStringLiteral("window/tellEnds");
const QString namespaceColumnsKey = QStringLiteral("window/namespaceColumns");

/// Null stands for a separator.
void addAll(QWidget &to, const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        if (!action) {
            action = new QAction(&to);
            action->setSeparator(true);
        }
        to.addAction(action);
    }
}

} // namespace

MainWindow::MainWindow(InventoryModel &model, ServerRegistry &servers, RemoteServers &remote,
                       Prompter &prompter, KeptLayout &layout, QWidget *parent)
    : QMainWindow(parent)
    , m_model(model)
    , m_layout(layout)
    , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group)
    , m_filter(named("filter", new QLineEdit(this)))
    , m_notice(named("notice", new NoticeLine(this)))
{
    m_rows.setSourceModel(&m_model);
    m_view = new InventoryTree(m_rows, this);
    // Before anybody says what is left.
    connect(m_filter, &QLineEdit::textChanged, m_view, &InventoryTree::filter);
    const QItemSelectionModel &selection = *m_view->selectionModel();
    m_flow = new PublishFlow(m_model, servers, prompter, this);
    m_actions = new SessionActions(m_model, servers, prompter, *m_flow, selection, this);
    m_service = new ServiceActions(m_model, servers, prompter, selection, *this);
    m_serverActions = new ServerActions(m_model, remote, prompter, selection, this);
    m_namespaces = new NamespacePane(m_model, servers, prompter, *m_flow, this);
    m_desktop = new DesktopNotices(*this);
    m_log = new LogWriter(m_model, servers, remote, *m_desktop, this);
    m_actions->setCopiedColumns([this] { return m_view->visibleColumns(); });
    m_view->addActions(m_actions->all());
    layOut();
    restoreLayout();
    m_view->setFocus();

    connect(m_filter, &QLineEdit::textChanged, m_namespaces, &NamespacePane::setFilterText);
    connect(m_view, &InventoryView::menuRequested, this, &MainWindow::showMenu);
    for (const InventoryView *view : {static_cast<InventoryView *>(m_view), &m_namespaces->view()})
        connect(view, &InventoryView::hintActivated, m_actions, &SessionActions::askToPublish);
    for (const ActionGroup *group : QList<ActionGroup *>{m_actions, m_service, &m_namespaces->actions()})
        connect(group, &ActionGroup::reported, this, &MainWindow::report);
    connect(m_flow, &PublishFlow::reported, this, &MainWindow::report);
    // What becomes of a connection is in the log already.
    connect(m_serverActions, &ActionGroup::reported, m_notice, &NoticeLine::show);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_model.setNow(QDateTime::currentDateTimeUtc());
        m_rates->sample();
    });
    m_tick.start(std::chrono::seconds{1});
}

MainWindow::~MainWindow() = default;

InventoryView &MainWindow::view() const
{
    return *m_view;
}

EventLog &MainWindow::log() const
{
    return m_log->log();
}

void MainWindow::report(const Report &report)
{
    m_notice->show(report);
    m_log->take(report);
}

void MainWindow::layOut()
{
    setObjectName(QStringLiteral("MainWindow"));
    setWindowTitle(tr("Castdeck"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")));
    resize(1200, 700);
    m_filter->setPlaceholderText(tr("Filter by name, address, namespace or state"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    for (QWidget *widget : QList<QWidget *>{m_filter, m_notice, m_view})
        layout->addWidget(widget);
    setCentralWidget(centre);
    auto *events = named("events", new EventPane(this));
    events->setLog(&m_log->log());
    auto *chart = named("rate", new RateChart(this));
    m_rates = new RateWatch(m_model, *m_view->selectionModel(), *chart);
    auto *count = new QLabel(this);
    statusBar()->addWidget(count);
    new TreeWords(m_model, m_rows, *m_filter, *m_view, *count);

    QDockWidget *namespacesDock = addDock("namespacesDock", tr("Namespaces"), m_namespaces);
    QDockWidget *eventsDock = addDock("eventsDock", tr("Events"), events);
    QDockWidget *rateDock = addDock("rateDock", tr("Rate"), chart);
    tabifyDockWidget(namespacesDock, eventsDock);
    namespacesDock->raise();
    resizeDocks({namespacesDock, rateDock}, {760, 400}, Qt::Horizontal);
    resizeDocks({namespacesDock, rateDock}, {190, 190}, Qt::Vertical);
    QToolBar *toolBar = named("toolBar", addToolBar(tr("Toolbar")));
    toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toolBar->setIconSize({18, 18});
    addAll(*toolBar, {m_actions->publish(), m_actions->retire(), nullptr, m_actions->terminate(),
                      m_actions->disconnectClients(), m_actions->bypass(), nullptr, m_actions->refresh()});
    addMenus({namespacesDock->toggleViewAction(), eventsDock->toggleViewAction(),
              rateDock->toggleViewAction(), toolBar->toggleViewAction(), nullptr, m_desktop->wanted()});
}

QDockWidget *MainWindow::addDock(const char *name, const QString &title, QWidget *content)
{
    auto *dock = named(name, new QDockWidget(title, this));
    dock->setWidget(content);
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    return dock;
}

QMenu *MainWindow::makeMenu(const char *name, const QString &title, const QList<QAction *> &actions)
{
    auto *menu = named(name, new QMenu(title, this));
    menu->setToolTipsVisible(true);
    addAll(*menu, actions);
    return menu;
}

template <class Call>
QAction *MainWindow::makeAction(const char *name, const QString &text, const char *shortcut, Call call)
{
    auto *action = named(name, new QAction(text, this));
    action->setShortcut(QKeySequence(QLatin1String(shortcut)));
    connect(action, &QAction::triggered, this, call);
    return action;
}

void MainWindow::addMenus(const QList<QAction *> &shown)
{
    QAction *quit = makeAction("quit", tr("&Quit"), "Ctrl+Q", [this] { close(); });
    quit->setMenuRole(QAction::QuitRole);
    QAction *selectAll =
        makeAction("selectAll", tr("Select &All"), "Ctrl+A", [this] { m_view->selectAll(); });
    QAction *find = makeAction("find", tr("&Filter"), "Ctrl+F", [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    QAction *expandAll =
        makeAction("expandAll", tr("&Expand All"), "Ctrl++", [this] { m_view->expandAll(); });
    QAction *collapseAll =
        makeAction("collapseAll", tr("&Collapse All"), "Ctrl+-", [this] { m_view->collapseSessions(); });
    QAction *about = makeAction("about", tr("&About Castdeck"), "", [this] {
        auto *box = new AboutBox(this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    about->setMenuRole(QAction::AboutRole);

    const SessionActions &a = *m_actions;
    const ServiceActions &s = *m_service;
    const ServerActions &remote = *m_serverActions;
    m_serviceMenu = makeMenu(
        "serviceMenu", tr("Ser&vice"),
        {s.start(), s.stop(), s.restart(), nullptr, s.enable(), s.disable(), nullptr, s.readSettings()});
    menuBar()->addMenu(makeMenu("serverMenu", tr("&Server"),
                                {remote.add(),
                                 remote.edit(),
                                 remote.remove(),
                                 nullptr,
                                 remote.connectServer(),
                                 remote.disconnectServer(),
                                 remote.retryNow(),
                                 nullptr,
                                 a.publish(),
                                 a.retire(),
                                 nullptr,
                                 a.refresh(),
                                 a.exportRows(),
                                 nullptr,
                                 m_serviceMenu->menuAction(),
                                 s.policies(),
                                 s.history(),
                                 s.properties(),
                                 nullptr,
                                 quit}));
    menuBar()->addMenu(makeMenu("namespaceMenu", tr("&Namespace"),
                                QList<QAction *>{a.publish(), nullptr} + m_namespaces->actions().all()));
    menuBar()->addMenu(
        makeMenu("sessionMenu", tr("Sess&ion"), {a.terminate(), a.disconnectClients(), a.bypass()}));
    menuBar()->addMenu(makeMenu("editMenu", tr("&Edit"), {a.copy(), selectAll, nullptr, find}));
    menuBar()->addMenu(
        makeMenu("viewMenu", tr("&View"), QList<QAction *>{expandAll, collapseAll, nullptr} + shown));
    menuBar()->addMenu(makeMenu("helpMenu", tr("&Help"), {about}));
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_layout.value(geometryKey).toByteArray());
    restoreState(m_layout.value(stateKey).toByteArray());
    m_view->header()->restoreState(m_layout.value(columnsKey).toByteArray());
    m_desktop->wanted()->setChecked(m_layout.value(tellEndsKey, true).toBool());
    m_namespaces->restoreColumns(m_layout.value(namespaceColumnsKey).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_layout.keep({{geometryKey, saveGeometry()},
                   {stateKey, saveState()},
                   {tellEndsKey, m_desktop->wanted()->isChecked()},
                   {columnsKey, m_view->header()->saveState()},
                   {namespaceColumnsKey, m_namespaces->saveColumns()}});
    QMainWindow::closeEvent(event);
}

void MainWindow::showMenu(const QPoint &globalPosition)
{
    QList<QAction *> offered = m_actions->forContextMenu();
    offered << nullptr << m_serverActions->forContextMenu();
    const QModelIndex current = m_view->currentIndex();
    if (current.isValid() && current.data(InventoryRole::Kind).toInt() == static_cast<int>(RowKind::Server))
        offered << nullptr << m_serviceMenu->menuAction() << m_service->policies() << m_service->history()
                << m_service->properties();
    QMenu *menu = makeMenu("rowMenu", {}, offered);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

} // namespace castdeck
