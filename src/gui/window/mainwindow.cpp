// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/mainwindow.h"

#include "gui/actions/askingguide.h"
#include "gui/actions/namespaceactions.h"
#include "gui/actions/orderactions.h"
#include "gui/actions/publishflow.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/panes/askinghint.h"
#include "gui/panes/detailspane.h"
#include "gui/panes/factlist.h"
#include "gui/panes/noticeline.h"
#include "gui/panes/passingwords.h"
#include "gui/parts/named.h"
#include "gui/rows/attentionchips.h"
#include "gui/rows/filterfield.h"
#include "gui/servers/remoteservers.h"
#include "gui/window/announcer.h"
#include "gui/window/desktopnotices.h"
#include "gui/window/detailswatch.h"
#include "gui/window/eventtabs.h"
#include "gui/window/hintlinks.h"
#include "gui/window/inventorytree.h"
#include "gui/window/keptlayout.h"
#include "gui/window/layoutkeeper.h"
#include "gui/window/logwriter.h"
#include "gui/window/namespacepane.h"
#include "gui/window/paneactions.h"
#include "gui/window/rowmenus.h"
#include "gui/window/rowreveal.h"
#include "gui/window/treewords.h"
#include "gui/window/windowmenus.h"
#include "gui/window/windowtools.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

#include <QCloseEvent>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QStatusBar>
#include <QVBoxLayout>

namespace castdeck
{

namespace
{

const QString columnsKey = QStringLiteral("window/columns");
const QString tellEndsKey = QStringLiteral("window/tellEnds");
const QString namespaceColumnsKey = QStringLiteral("window/namespaceColumns");

} // namespace

MainWindow::MainWindow(InventoryModel &model, ServerRegistry &servers, RemoteServers &remote,
                       Prompter &prompter, KeptLayout &layout, QWidget *parent)
    : QMainWindow(parent)
    , m_model(model)
    , m_layout(layout)
    , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group, InventoryRole::Fields)
    , m_filter(named("filter", new FilterField(this)))
    , m_notice(named("notice", new NoticeLine(this)))
    , m_words(named("words", new PassingWords(this)))
{
    m_rows.setSourceModel(&m_model);
    m_view = new InventoryTree(m_rows, this);
    // Before anybody says what is left.
    m_view->searchBy(*m_filter);
    const QItemSelectionModel &selection = *m_view->selectionModel();
    m_panes = new PaneActions(this);
    m_flow = new PublishFlow(m_model, servers, prompter, this);
    m_actions = new SessionActions(m_model, servers, prompter, *m_flow, selection, this);
    m_service = new ServiceActions(m_model, servers, prompter, selection, *this);
    m_serverActions = new ServerActions(m_model, remote, prompter, selection, this);
    m_namespaces = new NamespacePane(m_model, servers, prompter, *m_flow, this);
    m_orders = new OrderActions(prompter, this);
    m_desktop = new DesktopNotices(*this);
    m_log = new LogWriter(m_model, servers, remote, *m_desktop, this);
    m_reveal = std::make_unique<RowReveal>(m_model, m_rows, *m_view, *m_namespaces, *m_filter);
    m_view->addActions(m_actions->all());
    m_view->addAction(m_namespaces->actions().deregister());
    m_announcer = new Announcer({*m_notice, *m_words, *m_log, *m_reveal, *m_serverActions}, this);
    m_panes->add(*m_view);
    m_panes->add(m_namespaces->view());
    layOut(servers, remote);
    makeMenus(remote);
    m_keeper = new LayoutKeeper(*this, m_layout);
    m_keeper->add(columnsKey, *m_view->header());
    m_keeper->add(namespaceColumnsKey, *m_namespaces->view().header());
    m_keeper->restore();
    m_view->fitTitles();
    m_desktop->wanted()->setChecked(m_layout.value(tellEndsKey, true).toBool());
    m_view->setFocus();
    new AskingHint(m_model, servers, remote, *m_view);
    connect(m_flow, &PublishFlow::askingWanted, new AskingGuide(m_model, servers, remote, *this),
            &AskingGuide::tell);
    listen(remote);
    m_tick.start(std::chrono::seconds{1});
}

MainWindow::~MainWindow() = default;

void MainWindow::listen(RemoteServers &remote)
{
    connect(m_filter, &QLineEdit::textChanged, m_namespaces, &NamespacePane::setFilterText);
    connect(m_view, &InventoryView::menuRequested, this,
            [this](const QPoint &at) { popUp("rowMenu", m_menus->ofTree(m_actions->selectedRows()), at); });
    connect(&m_namespaces->view(), &InventoryView::menuRequested, this, [this](const QPoint &at) {
        const bool isRow = m_namespaces->view().selectionModel()->hasSelection();
        popUp("namespaceRowMenu", m_menus->ofNamespaces(isRow), at);
    });
    const auto *links = new HintLinks(m_model, *m_view, *m_filter, *m_actions, *m_serverActions, this);
    connect(&m_namespaces->view(), &InventoryView::hintActivated, links, &HintLinks::follow);
    // The verbs of namespaces are for those of the pane that had the focus last.
    connect(m_panes, &PaneActions::currentChanged, this, [this] {
        if (m_panes->current() == m_view) {
            m_namespaces->actions().mean(m_view->selectionModel());
            m_details->lookAtTree();
        } else if (m_panes->current() == &m_namespaces->view()) {
            m_namespaces->actions().mean(nullptr);
            m_details->lookAtNamespaces();
        }
    });
    m_namespaces->actions().mean(m_view->selectionModel());
    connect(&m_namespaces->actions(), &NamespaceActions::marked, m_actions, &SessionActions::markNamespace);
    for (ActionGroup *group : QList<ActionGroup *>{m_actions, m_service, &m_namespaces->actions()}) {
        connect(group, &ActionGroup::reported, this, &MainWindow::report);
        connect(group, &ActionGroup::ordered, this, [this](Order *order) { m_orders->log().follow(*order); });
    }
    connect(m_flow, &PublishFlow::ordered, this, [this](Order *order) { m_orders->log().follow(*order); });
    connect(m_flow, &PublishFlow::reported, this, &MainWindow::report);
    connect(m_orders, &OrderActions::reported, this, &MainWindow::report);
    connect(m_panes, &PaneActions::reported, this, &MainWindow::report);
    // What becomes of a connection is in the log already.
    connect(m_serverActions, &ActionGroup::reported, m_announcer, &Announcer::say);
    connect(&remote, &RemoteServers::ready, m_notice, &NoticeLine::forget);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_model.setNow(QDateTime::currentDateTimeUtc());
        m_details->sample();
    });
}

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
    m_announcer->report(report);
}

QString MainWindow::lastWords() const
{
    return m_announcer->lastWords();
}

void MainWindow::reveal(const RowKey &row)
{
    m_announcer->reveal(row);
}

void MainWindow::layOut(ServerRegistry &servers, const RemoteServers &remote)
{
    setObjectName(QStringLiteral("MainWindow"));
    setWindowTitle(tr("Castdeck"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")));
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    for (QWidget *widget : QList<QWidget *>{m_filter, m_view, m_notice})
        layout->addWidget(widget);
    setCentralWidget(centre);
    m_events = named("eventTabs", new EventTabs(m_log->log(), *m_orders, *m_panes, this));
    connect(m_events, &EventTabs::rowWanted, this, &MainWindow::reveal);
    auto *details = named("details", new DetailsPane(this));
    m_panes->add(details->facts());
    connect(&details->facts(), &FactList::linkActivated, this, &MainWindow::reveal);
    m_details = new DetailsWatch(m_model, servers, remote, *m_view->selectionModel(),
                                 *m_namespaces->view().selectionModel(), *details);
    auto *count = new QLabel(this);
    statusBar()->addWidget(count);
    statusBar()->addWidget(m_words, 1);
    auto *chips = named("attention", new AttentionChips(this));
    statusBar()->addPermanentWidget(chips);
    new TreeWords(m_model, m_rows, *m_filter, *m_view, *count, *chips);
    m_view->setRates([this](const QModelIndex &row) {
        const bool isSession = row.data(InventoryRole::Kind).toInt() == static_cast<int>(RowKind::Session);
        return isSession ? m_details->rates().rates(row.data(InventoryRole::Facts).value<RowFacts>().key)
                         : std::vector<double>();
    });

    QDockWidget *namespacesDock = addDock("namespacesDock", tr("Namespaces"), m_namespaces);
    QDockWidget *eventsDock = addDock("eventsDock", tr("Events"), m_events);
    QDockWidget *detailsDock = addDock("detailsDock", tr("Details"), details);
    tabifyDockWidget(namespacesDock, eventsDock);
    namespacesDock->raise();
    resizeDocks({namespacesDock, detailsDock}, {640, 520}, Qt::Horizontal);
    resizeDocks({namespacesDock, detailsDock}, {200, 200}, Qt::Vertical);
}

QDockWidget *MainWindow::addDock(const char *name, const QString &title, QWidget *content)
{
    auto *dock = named(name, new QDockWidget(title, this));
    dock->setWidget(content);
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    m_shown << dock->toggleViewAction();
    return dock;
}

template <class Call>
QAction *MainWindow::makeAction(const char *name, const QString &text, const char *shortcut, Call call)
{
    auto *action = named(name, new QAction(text, this));
    action->setShortcut(QKeySequence(QLatin1String(shortcut)));
    connect(action, &QAction::triggered, this, call);
    return action;
}

void MainWindow::makeMenus(const RemoteServers &remote)
{
    m_tools = new WindowTools({*this, m_model, m_namespaces->model(), remote, m_layout, *m_desktop, *m_view,
                               [this](const RowKey &row) { reveal(row); },
                               [this, &remote] { showOwnPolicies(remote); }});
    connect(m_tools, &WindowTools::said, m_words, &PassingWords::say);
    QAction *quit = makeAction("quit", tr("&Quit"), "Ctrl+Q", [this] { close(); });
    quit->setMenuRole(QAction::QuitRole);
    QAction *find = makeAction("find", tr("&Filter"), "Ctrl+F", [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    QAction *expandAll =
        makeAction("expandAll", tr("&Expand All"), "Ctrl++", [this] { m_view->expandAll(); });
    QAction *collapseAll =
        makeAction("collapseAll", tr("&Collapse All"), "Ctrl+-", [this] { m_view->collapseSessions(); });
    QAction *clearPast =
        makeAction("clearPast", tr("Clear F&inished Rows"), "", [this] { m_model.clearPast(); });
    // Not every desktop makes a request for a menu of this key.
    addAction(makeAction("openRowMenu", tr("Menu of What Is Selected"), "Shift+F10", [this] {
        QWidget *const focused = focusWidget();
        if (!focused)
            return;
        const QPoint at = focused->rect().center();
        QContextMenuEvent request(QContextMenuEvent::Keyboard, at, focused->mapToGlobal(at));
        QCoreApplication::sendEvent(focused, &request);
    }));
    const WindowMenus menus(*this,
                            {*m_actions,
                             m_namespaces->actions(),
                             *m_serverActions,
                             *m_service,
                             *m_panes,
                             {find, m_tools->palette(), nullptr, m_tools->settings()},
                             {expandAll, collapseAll, clearPast},
                             m_shown + QList<QAction *>{nullptr, m_desktop->wanted(), nullptr},
                             {m_tools->shortcuts(), m_tools->copyDiagnostics(), nullptr, m_tools->about()},
                             quit});
    m_menus = std::make_unique<RowMenus>(
        RowMenus::Parts{*m_actions,
                        m_namespaces->actions(),
                        *m_serverActions,
                        *m_service,
                        *m_panes,
                        menus.serviceMenu(),
                        {expandAll, collapseAll, m_panes->selectAll(), m_actions->refresh()},
                        clearPast});
}

void MainWindow::showOwnPolicies(const RemoteServers &remote)
{
    // The verbs are for the server that is selected: it is the one that has no profile.
    const QList<RowFacts> servers = m_model.servers();
    for (const RowFacts &server : servers) {
        if (!remote.profile(server.key.server) && m_reveal->show(server.key))
            m_service->policies()->trigger();
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_layout.keep({{tellEndsKey, m_desktop->wanted()->isChecked()}});
    m_keeper->keepNow();
    QMainWindow::closeEvent(event);
}

void MainWindow::popUp(const char *name, const QList<QAction *> &actions, const QPoint &globalPosition)
{
    QMenu *menu = WindowMenus::make(name, {}, actions, *this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

} // namespace castdeck
