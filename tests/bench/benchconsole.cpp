// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One console with many servers, which are all killed and come back with other contents, several times: how
// long until the rows are true again, and what the console holds on to meanwhile.
//
//   benchconsole [SERVERS] [CYCLES] [SECONDS_DOWN]
//
// Fails if a server is not back within the longest wait of the backoff, if a row is not what its server holds
// or looks stale, or if objects or file descriptors grow.

#include "benchserver.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "livingobjects.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/treetolines.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <algorithm>
#include <cmath>
#include <numeric>

using namespace castdeck;

namespace
{

struct Watched {
    std::unique_ptr<BenchServer> server;
    ServerId id;
    QElapsedTimer sinceStart;
    qint64 back = -1; ///< ms from "it listens" to "its rows are true"
};

QString errorSymbol(const Error &error)
{
    return errorName(error.code);
}

/// What the rows would be if the server's state came at once.
QStringList truth(const ServerId &id, const QString &name, const ConnectionStatus &status, int number)
{
    InventoryModel model(errorSymbol);
    model.addServer(id, name);
    model.setStatus(id, status);
    model.merge(id, BenchServer::contents(number));
    return test::treeToLines(model, {InventoryRole::Value, InventoryRole::Stale});
}

int rowsBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    int rows = 0;
    for (int row = 0; row < model.rowCount(parent); ++row)
        rows += 1 + rowsBelow(model, model.index(row, 0, parent));
    return rows;
}

class Bench
{
public:
    Bench(int servers, double secondsDown)
        : m_model(errorSymbol)
        , m_registry(m_model)
        , m_profiles({m_folder.filePath(QStringLiteral("servers.json"))})
        , m_remote(m_registry, m_profiles, m_vault, m_options)
        , m_watched(size_t(servers))
        , m_secondsDown(secondsDown)
    {
    }

    bool run(int cycles)
    {
        Holdings::count();
        if (!connectAll())
            return false;
        Holdings settled;
        for (int cycle = 1; cycle <= cycles; ++cycle) {
            if (!killAndRestart(cycle))
                return false;
            const Holdings now = Holdings::count();
            m_out << QStringLiteral("         holds %1 QObjects, %2 file descriptors, %3 KiB of heap\n")
                         .arg(now.objects)
                         .arg(now.fileDescriptors)
                         .arg(now.heap / 1024);
            m_out.flush();
            if (cycle == 1)
                settled = now;
            if (now.objects > settled.objects || now.fileDescriptors > settled.fileDescriptors)
                return fail(QStringLiteral("the console holds on to more than after the first cycle"));
        }
        return true;
    }

private:
    bool connectAll()
    {
        for (size_t i = 0; i < m_watched.size(); ++i) {
            Watched &watched = m_watched[i];
            watched.server = std::make_unique<BenchServer>(m_folder.filePath(QString::number(i)));
            QObject::connect(
                watched.server.get(), &BenchServer::started, watched.server.get(), [this, &watched] {
                    watched.sinceStart.start();
                    if (watched.id.isValid())
                        return;
                    const TlsTarget target = watched.server->target();
                    watched.id = m_remote.keep(
                        {{}, QString::number(target.port), target.host, target.port, target.fingerprint},
                        watched.server->token(), RemoteServers::Life::Saved);
                });
            watched.server->start(int(i));
        }
        QObject::connect(&m_model, &QAbstractItemModel::dataChanged, &m_model, [this] { noteThoseBack(); });
        return waitForTruth(QStringLiteral("connected"));
    }

    bool killAndRestart(int cycle)
    {
        for (Watched &watched : m_watched) {
            watched.sinceStart.invalidate();
            watched.back = -1;
            watched.server->kill();
        }
        const bool noticed = QTest::qWaitFor(
            [this] {
                return std::ranges::all_of(m_watched, [this](const Watched &watched) {
                    return m_model.status(watched.id).state != ConnectionState::Ready;
                });
            },
            10'000);
        if (!noticed)
            return fail(QStringLiteral("a killed server still looks connected"));
        QTest::qWait(int(m_secondsDown * 1000));
        for (size_t i = 0; i < m_watched.size(); ++i)
            m_watched[i].server->start(cycle * 1000 + int(i) * 3);
        return waitForTruth(QStringLiteral("cycle %1").arg(cycle));
    }

    /// The rows may change for any reason; whoever is true for the first time is noted.
    void noteThoseBack()
    {
        for (Watched &watched : m_watched) {
            if (watched.back < 0 && watched.sinceStart.isValid() &&
                m_model.status(watched.id).state == ConnectionState::Ready)
                watched.back = watched.sinceStart.elapsed();
        }
    }

    bool waitForTruth(const QString &label)
    {
        const auto limit = m_options.longestWait.count();
        const bool allBack = QTest::qWaitFor(
            [this] {
                noteThoseBack();
                return std::ranges::all_of(m_watched,
                                           [](const Watched &watched) { return watched.back >= 0; });
            },
            int(limit + 10'000));
        printTimes(label);
        if (!allBack)
            return fail(QStringLiteral("not all came back"));
        if (std::ranges::any_of(m_watched, [&](const Watched &watched) { return watched.back > limit; }))
            return fail(QStringLiteral("one took longer than the longest wait of %1 ms").arg(limit));
        return isTrue();
    }

    bool isTrue()
    {
        int expected = 0;
        const QStringList shown = test::treeToLines(m_model, {InventoryRole::Value, InventoryRole::Stale});
        QStringList wanted;
        for (const Watched &watched : m_watched)
            wanted += truth(watched.id, m_remote.profile(watched.id)->name, m_model.status(watched.id),
                            watched.server->number());
        for (const Watched &watched : m_watched) {
            const Inventory held = BenchServer::contents(watched.server->number());
            const auto rows = int(held.sessions.size() + held.clients.size());
            if (rowsBelow(m_model, m_model.indexOf(watched.id)) != rows)
                return fail(QStringLiteral("the server at %1 has %2 rows and not %3")
                                .arg(watched.server->target().port)
                                .arg(rowsBelow(m_model, m_model.indexOf(watched.id)))
                                .arg(rows));
            expected += rows;
        }
        QStringList sortedShown = shown;
        sortedShown.sort();
        wanted.sort();
        if (sortedShown != wanted)
            return fail(QStringLiteral("a row is stale or not what its server holds"));
        m_out << QStringLiteral("         all %1 rows are what the servers hold\n").arg(expected);
        return true;
    }

    void printTimes(const QString &label)
    {
        std::vector<qint64> times;
        for (const Watched &watched : m_watched) {
            if (watched.back >= 0)
                times.push_back(watched.back);
        }
        std::ranges::sort(times);
        const auto at = [&](double share) {
            return times.empty() ? -1 : times[size_t(std::lround(share * double(times.size() - 1)))];
        };
        m_out << QStringLiteral("%1 %2 of %3 true after (ms): min %4  median %5  90 % %6  max %7\n")
                     .arg(label, -8)
                     .arg(times.size())
                     .arg(m_watched.size())
                     .arg(at(0))
                     .arg(at(0.5))
                     .arg(at(0.9))
                     .arg(at(1));
    }

    bool fail(const QString &why)
    {
        m_out << "FAILED: " << why << '\n';
        return false;
    }

    QTemporaryDir m_folder;
    InventoryModel m_model;
    ServerRegistry m_registry;
    ServerProfiles m_profiles;
    TokenVault m_vault;
    const ServerLink::Options m_options;
    RemoteServers m_remote;
    std::vector<Watched> m_watched;
    double m_secondsDown;
    QTextStream m_out{stdout};
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == QStringLiteral("--serve"))
        return BenchServer::run(arguments.mid(2));
    const int servers = arguments.value(1, QStringLiteral("50")).toInt();
    const int cycles = arguments.value(2, QStringLiteral("5")).toInt();
    const double down = arguments.value(3, QStringLiteral("2")).toDouble();
    if (servers < 1 || cycles < 1 || down < 0)
        qFatal("usage: benchconsole [SERVERS] [CYCLES] [SECONDS_DOWN]");
    QTextStream(stdout) << servers << " servers in one console, each in its own process, killed, " << down
                        << " s down, back with other contents\n";
    return Bench(servers, down).run(cycles) ? 0 : 1;
}
