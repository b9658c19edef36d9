// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long a Terminate takes over TLS: a castdeckd on loopback, clients that joined one of its sessions, and
// the time from the request to the reply that says that all of them have left. Again and again; prints the
// distribution. Fails if a client did not answer or a row stayed behind.
//
//   benchterminate BIN [RUNS] [CLIENTS]      default: 100 200

#include "engine/miniclient.h"
#include "management/privatefile.h"
#include "management/serverconnection.h"
#include "management/tlsclient.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QThread>
#include <csignal>
#include <sys/prctl.h>

using namespace castdeck;

namespace
{

constexpr int Patience = 60'000; // ms

template <class T>
T valueOf(const char *what, const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
        qFatal("%s: no answer", what);
    const Result<T> result = future.result();
    if (!result)
        qFatal("%s: %s", what, qPrintable(errorName(result.error().code) + result.error().detail));
    return *result;
}

/// castdeckd on loopback with one published file; stops when this goes.
class Server
{
public:
    explicit Server(const QString &bin)
    {
        QFile file(m_folder.filePath(QStringLiteral("disk.img")));
        // Slow enough that copying each packet to every client on one machine is not what is measured.
        if (!writePrivateFile(m_folder.filePath(QStringLiteral("conf")),
                              "rate-limit = 200000\nlog-level = warning\n") ||
            !file.open(QIODevice::WriteOnly) || !file.resize(64 << 20))
            qFatal("cannot write below %s", qPrintable(m_folder.path()));
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        // A measurement that gives up leaves no server behind.
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_process.start(bin + QStringLiteral("/castdeckd"),
                        {QStringLiteral("--config"), m_folder.filePath(QStringLiteral("conf")),
                         QStringLiteral("--state-dir"), m_folder.filePath(QStringLiteral("state")),
                         QStringLiteral("--interface"), QStringLiteral("lo"), QStringLiteral("--listen"),
                         QStringLiteral("127.0.0.1:0"), QStringLiteral("--initiation-port"),
                         QStringLiteral("0")});
        if (!m_process.waitForReadyRead(Patience))
            qFatal("castdeckd does not start");
        static const QRegularExpression form(QStringLiteral("management=127.0.0.1:(\\d+) .*(sha256:\\w+)"));
        m_ready = form.match(QString::fromUtf8(m_process.readLine()));
    }
    ~Server()
    {
        m_process.terminate();
        m_process.waitForFinished(Patience);
    }
    Q_DISABLE_COPY_MOVE(Server)

    std::unique_ptr<ServerConnection> connect() const
    {
        ServerConnection::Options options;
        options.token = QString::fromLatin1(
            readPrivateFile(m_folder.filePath(QStringLiteral("state/admin.token"))).value().trimmed());
        return std::make_unique<ServerConnection>(connectTls({.host = QStringLiteral("127.0.0.1"),
                                                              .port = m_ready.captured(1).toUShort(),
                                                              .fingerprint = m_ready.captured(2)}),
                                                  options);
    }
    NamespaceInfo images() const
    {
        NamespaceInfo info;
        info.name = QStringLiteral("images");
        info.configuration = m_folder.path();
        return info;
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QRegularExpressionMatch m_ready;
};

/// Clients of one session, in a thread of their own.
class Fleet
{
public:
    Fleet(const InitiationGrant &grant, int count)
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        inThread([&] {
            for (int i = 0; i < count; ++i) {
                m_clients.push_back(std::make_unique<MiniClient>(grant, QStringLiteral("PC-%1").arg(i)));
                m_clients.back()->join();
            }
        });
    }
    ~Fleet()
    {
        inThread([&] { m_clients.clear(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Fleet)

    /// A JOIN may be lost when hundreds come at once.
    void joinAgain()
    {
        inThread([&] {
            for (const auto &client : m_clients) {
                if (!client->isJoined())
                    client->join();
            }
        });
    }

private:
    template <class Call>
    void inThread(const Call &call)
    {
        QMetaObject::invokeMethod(&m_context, call, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_context;
    std::vector<std::unique_ptr<MiniClient>> m_clients;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2)
        qFatal("usage: benchterminate BIN [RUNS] [CLIENTS]");
    const int runs = arguments.value(2, QStringLiteral("100")).toInt();
    const int clients = arguments.value(3, QStringLiteral("200")).toInt();

    const Server server(arguments[1]);
    const auto connection = server.connect();
    QSet<ClientId> joined;
    QObject::connect(connection.get(), &TransportServer::eventRaised, &app, [&](const InventoryEvent &event) {
        const auto *client = std::get_if<ClientInfo>(&event.change);
        if (client && client->state != ClientState::Joining)
            joined.insert(client->id);
        else if (const auto *gone = std::get_if<ClientId>(&event.change))
            joined.remove(*gone);
    });
    valueOf("register", connection->ask(RegisterNamespace{server.images()}));

    InitiationAsk ask;
    ask.namespaceName = QStringLiteral("images");
    ask.content = QStringLiteral("disk.img");
    ask.client = QStringLiteral("bench");
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const InitiationGrant grant = valueOf("initiate", connection->ask(InitiateSession{ask}));
        Fleet fleet(grant, clients);
        QElapsedTimer waiting;
        waiting.start();
        while (!QTest::qWaitFor([&] { return joined.size() == clients; }, 2'000)) {
            if (waiting.elapsed() > Patience)
                qFatal("only %d of %d clients joined", int(joined.size()), clients);
            fleet.joinAgain();
        }
        QElapsedTimer clock;
        clock.start();
        const auto report =
            valueOf("terminate", connection->ask(TerminateSession{
                                     grant.sessionId, {DisconnectType::Abort, QStringLiteral("bench"), {}}}));
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
        if (int(report.disconnected) != clients || !joined.isEmpty())
            qFatal("run %d: %u left, %u silent, %d rows stayed", run, report.disconnected, report.unanswered,
                   int(joined.size()));
        if (!valueOf("inventory", connection->ask(RetrieveInventory{})).sessions.isEmpty())
            qFatal("run %d: the session is still there", run);
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[size_t(share * double(times.size() - 1))]; };
    QTextStream(stdout) << "terminate over TLS, " << clients << " clients, " << runs << " runs: min " << at(0)
                        << " ms, median " << at(0.5) << ", 90 % " << at(0.9) << ", 99 % " << at(0.99)
                        << ", max " << at(1) << '\n';
    return 0;
}
