// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How calm the console stays over a crowd: every client changes once a second while all rows are expanded,
// sorted by what changes, and filtered.
//
//   benchcalm window|rows|standard [SERVERS] [SESSIONS] [CLIENTS] [SECONDS]
//
// window: the console's whole window, over servers of their own processes, through the real protocol.
// rows: its model, filter and tree alone, given the same changes. standard: the same work on a
// QStandardItemModel under a QSortFilterProxyModel in a QTreeView, to compare rows with.

#include "benchserver.h"
#include "gui/dialogs/dialogprompter.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "gui/window/inventorytree.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"
#include "livingcrowd.h"
#include "models/columntext.h"
#include "models/format.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "stallmeter.h"
#include "support/faketransportserver.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <malloc.h>
#include <sys/resource.h>

using namespace castdeck;

namespace
{

struct Size {
    int servers = 20;
    LivingCrowd crowd;
    int seconds = 20;

    int clients() const { return servers * crowd.sessions * crowd.clients; }
};

double cpuSeconds()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void put(const char *what, double value, const char *unit)
{
    QTextStream(stdout) << QStringLiteral("  %1 %2 %3\n")
                               .arg(QLatin1String(what), -44)
                               .arg(value, 10, 'f', 1)
                               .arg(QLatin1String(unit));
}

/// Lets it live, and prints how the thread fared.
void watch(int seconds, double rowsPerSecond)
{
    StallMeter stalls;
    QTest::qWait(3'000); // what the filling left to do
    stalls.start();
    const double before = cpuSeconds();
    QElapsedTimer clock;
    clock.start();
    QTest::qWait(seconds * 1'000);
    const double wall = double(clock.elapsed()) / 1e3;
    const double used = cpuSeconds() - before;
    stalls.stop();
    put("of a core", 100 * used / wall, "%");
    put("of it for each row that changed", 1e6 * used / wall / rowsPerSecond, "us");
    put("stall, 50 %", stalls.wait(0.5), "ms");
    put("stall, 99 %", stalls.wait(0.99), "ms");
    put("stall, 99.9 %", stalls.wait(0.999), "ms");
    put("stall, longest", stalls.longest(), "ms");
}

/// The same changes for both kinds of rows, from this thread.
template <class Rows>
int direct(Rows &rows, const Size &size)
{
    std::vector<Inventory> states(size_t(size.servers), size.crowd.inventory());
    malloc_trim(0);
    const auto heap = [] { return double(mallinfo2().uordblks + mallinfo2().hblkhd); };
    const double empty = heap();
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < size.servers; ++i)
        rows.fill(i, states[size_t(i)]);
    rows.view().expandAll();
    QCoreApplication::processEvents();
    put("first fill, to the painted tree", double(clock.nsecsElapsed()) / 1e6, "ms");
    // The texts of the rows are those of `states`, shared.
    put("heap for each client, beyond its texts", (heap() - empty) / size.clients(), "bytes");
    rows.sortAndFilter();

    QTimer ticks;
    int step = 0;
    QObject::connect(&ticks, &QTimer::timeout, &ticks, [&] {
        // One server after the other, as they come from the network.
        const int server = step % size.servers;
        Inventory &state = states[size_t(server)];
        ClientMeasures progress;
        for (const ClientInfo &client : size.crowd.step(step / size.servers, state))
            progress.append(client);
        const InventoryEvent event{state.revision + 1, progress};
        state.apply(event);
        rows.apply(server, event);
        ++step;
    });
    ticks.setTimerType(Qt::PreciseTimer);
    ticks.start(std::max(1'000 / (size.servers * LivingCrowd::StepsPerSecond), 1));
    watch(size.seconds, size.clients());
    return 0;
}

ServerId serverId(int i)
{
    return ServerId(QStringLiteral("s%1").arg(i));
}

class OurRows
{
public:
    OurRows()
        : m_model(ErrorText::sentence)
        , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group, InventoryRole::Fields)
    {
        m_rows.setSourceModel(&m_model);
        m_tree = std::make_unique<InventoryTree>(m_rows);
        m_tree->resize(1200, 700);
        m_tree->show();
    }
    QTreeView &view() { return *m_tree; }
    void fill(int i, const Inventory &state)
    {
        m_model.addServer(serverId(i), QStringLiteral("server%1").arg(i));
        m_model.merge(serverId(i), state);
        m_model.setStatus(serverId(i), {ConnectionState::Ready, {}, {}, {}});
    }
    void sortAndFilter()
    {
        m_tree->sortByColumn(int(Column::Progress), Qt::DescendingOrder);
        m_rows.setFilterText(QStringLiteral("pc"));
    }
    void apply(int i, const InventoryEvent &event) { m_model.apply(serverId(i), event); }

private:
    InventoryModel m_model;
    InventoryFilterModel m_rows;
    std::unique_ptr<InventoryTree> m_tree;
};

/// As one builds it from the parts of Qt: an item for each cell.
class StandardRows
{
public:
    StandardRows()
    {
        m_model.setColumnCount(ColumnCount);
        m_rows.setSourceModel(&m_model);
        m_rows.setRecursiveFilteringEnabled(true);
        m_rows.setAutoAcceptChildRows(true);
        m_rows.setFilterCaseSensitivity(Qt::CaseInsensitive);
        m_rows.setSortRole(Qt::UserRole);
        m_view.setModel(&m_rows);
        m_view.setUniformRowHeights(true);
        m_view.setSortingEnabled(true);
        m_view.resize(1200, 700);
        m_view.show();
    }
    QTreeView &view() { return m_view; }
    void fill(int i, const Inventory &state)
    {
        m_clients.resize(size_t(i) + 1);
        QStandardItem *server = add(m_model.invisibleRootItem(), QStringLiteral("server%1").arg(i)).first();
        QHash<SessionId, QStandardItem *> sessions;
        for (const SessionInfo &session : state.sessions)
            sessions.insert(session.id, add(server, state.nameOf(session.id)).first());
        for (const ClientInfo &client : state.clients) {
            const QList<QStandardItem *> cells = add(sessions.value(client.sessionId), client.name);
            cells[int(Column::Address)]->setText(client.ipAddress);
            cells[int(Column::Interface)]->setText(client.macAddress);
            m_clients.back().insert(client.id, cells);
            show(cells, client);
        }
    }
    void sortAndFilter()
    {
        m_view.sortByColumn(int(Column::Progress), Qt::DescendingOrder);
        m_rows.setFilterFixedString(QStringLiteral("pc"));
        m_view.expandAll();
    }
    void apply(int i, const InventoryEvent &event)
    {
        const auto &measures = std::get<ClientMeasures>(event.change);
        ClientInfo client;
        for (qsizetype at = 0; at < measures.size(); ++at) {
            measures.writeTo(client, at);
            show(m_clients[size_t(i)].value(measures.ids[at]), client);
        }
    }

private:
    static QList<QStandardItem *> add(QStandardItem *parent, const QString &name)
    {
        QList<QStandardItem *> cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells << new QStandardItem;
        cells.first()->setText(name);
        parent->appendRow(cells);
        return cells;
    }
    static void show(const QList<QStandardItem *> &cells, const ClientInfo &client)
    {
        cells[int(Column::Progress)]->setText(format::percent(client.percentCompletion));
        cells[int(Column::Progress)]->setData(client.percentCompletion, Qt::UserRole);
        cells[int(Column::Loss)]->setText(format::share(client.lossRate));
        cells[int(Column::Cpu)]->setText(format::percent(client.cpuUtilization));
    }

    QStandardItemModel m_model;
    QSortFilterProxyModel m_rows;
    QTreeView m_view;
    std::vector<QHash<ClientId, QList<QStandardItem *>>> m_clients;
};

int serve(const QStringList &arguments)
{
    const LivingCrowd crowd{qEnvironmentVariableIntValue("CROWD_SESSIONS"),
                            qEnvironmentVariableIntValue("CROWD_CLIENTS")};
    // Servers have machines of their own: on this one they have what the console leaves.
    setpriority(PRIO_PROCESS, 0, 19);
    QTimer ticks;
    int step = 0;
    return BenchServer::run(arguments, [&](FakeTransportServer &server) {
        server.setState(crowd.inventory());
        QObject::connect(&ticks, &QTimer::timeout, &server, [&] {
            for (const ClientInfo &client : crowd.step(step++, server.state()))
                server.raise(client);
        });
        ticks.start(1'000 / LivingCrowd::StepsPerSecond);
    });
}

int window(const Size &size)
{
    qputenv("CROWD_SESSIONS", QByteArray::number(size.crowd.sessions));
    qputenv("CROWD_CLIENTS", QByteArray::number(size.crowd.clients));
    QTemporaryDir folder;
    InventoryModel model(ErrorText::sentence);
    ServerRegistry registry(model);
    ServerProfiles profiles({folder.filePath(QStringLiteral("servers.json"))});
    TokenVault vault;
    RemoteServers remote(registry, profiles, vault, {});
    DialogPrompter prompter;
    KeptLayout layout(QSettings(folder.filePath(QStringLiteral("layout.ini")), QSettings::IniFormat));
    QElapsedTimer clock;
    clock.start();
    MainWindow window(model, registry, remote, prompter, layout);
    window.resize(1600, 1000);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;
    put("a window, from nothing to exposed", double(clock.nsecsElapsed()) / 1e6, "ms");

    std::vector<std::unique_ptr<BenchServer>> servers;
    int started = 0;
    for (int i = 0; i < size.servers; ++i) {
        servers.push_back(std::make_unique<BenchServer>(folder.filePath(QString::number(i))));
        QObject::connect(servers.back().get(), &BenchServer::started, &window, [&started] { ++started; });
        servers.back()->start(i);
    }
    if (!QTest::qWaitFor([&] { return started == size.servers; }, 60'000))
        return 1;
    StallMeter stalls;
    stalls.start();
    const double before = cpuSeconds();
    clock.restart();
    for (const auto &server : servers) {
        const TlsTarget target = server->target();
        remote.keep({{}, QString::number(target.port), target.host, target.port, target.fingerprint},
                    server->token(), RemoteServers::Life::ThisRun);
    }
    const auto rows = [&] {
        int clients = 0;
        for (int s = 0; s < model.rowCount(); ++s) {
            const QModelIndex server = model.index(s, 0);
            for (int row = 0; row < model.rowCount(server); ++row)
                clients += model.rowCount(model.index(row, 0, server));
        }
        return clients;
    };
    if (!QTest::qWaitFor([&] { return rows() == size.clients(); }, 120'000))
        return 1;
    stalls.stop();
    put("all servers connected and filled after", double(clock.elapsed()), "ms");
    put("of it on the processor", 1e3 * (cpuSeconds() - before), "ms");
    put("longest stall in that time", stalls.longest(), "ms");
    window.view().expandAll();
    window.view().sortByColumn(int(Column::Progress), Qt::DescendingOrder);
    window.findChild<QLineEdit *>(QStringLiteral("filter"))->setText(QStringLiteral("pc"));
    watch(size.seconds, size.clients());
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--serve") == 0) {
        QCoreApplication app(argc, argv);
        return serve(app.arguments().mid(2));
    }
    QApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const QString mode = arguments.value(1, QStringLiteral("rows"));
    Size size;
    size.servers = arguments.value(2, QStringLiteral("20")).toInt();
    size.crowd.sessions = arguments.value(3, QStringLiteral("10")).toInt();
    size.crowd.clients = arguments.value(4, QStringLiteral("500")).toInt();
    size.seconds = arguments.value(5, QStringLiteral("20")).toInt();
    QTextStream(stdout) << QStringLiteral(
                               "%1: %2 servers x %3 sessions x %4 clients, each changing once a second\n")
                               .arg(mode)
                               .arg(size.servers)
                               .arg(size.crowd.sessions)
                               .arg(size.crowd.clients);
    if (mode == QStringLiteral("window"))
        return window(size);
    if (mode == QStringLiteral("rows")) {
        OurRows rows;
        return direct(rows, size);
    }
    if (mode == QStringLiteral("standard")) {
        StandardRows rows;
        return direct(rows, size);
    }
    qFatal("usage: benchcalm window|rows|standard [SERVERS] [SESSIONS] [CLIENTS] [SECONDS]");
}
