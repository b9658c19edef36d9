// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every verb of a real engine through either kind of channel, as it should be used and as it should not.
// Between the steps the engine is started anew from its store, which must change nothing.
#include "apps/server/credentials.h"
#include "apps/server/engineroom.h"
#include "engine/server/enginehost.h"
#include "engine/server/transportengine.h"
#include "engine/store/statedirectory.h"
#include "management/inprocesschannel.h"
#include "management/serverconnection.h"
#include "management/tlsclient.h"
#include "support/outcome.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_walk
{

namespace
{

enum class Kind { Embedded, RemoteTls };

template <class T>
ErrorCode codeOf(QFuture<Result<T>> future)
{
    const auto result = outcome(std::move(future));
    return result ? ErrorCode(0) : result.error().code;
}

DisconnectOrder order()
{
    return {DisconnectType::Abort, QStringLiteral("walk"), {}};
}

QDateTime distant(int days)
{
    return utc(QDate(2199, 1, 1)).addDays(days);
}

/// All that a restart must not change.
struct Kept {
    QList<NamespaceInfo> namespaces;
    Policies policies;
    SetupInfo setup;
    bool enabled = false;
    QList<AuditRecord> audit;
    QList<EndedSession> ended;

    friend bool operator==(const Kept &, const Kept &) = default;
};

} // namespace

class WalkTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<ServerConnection> m_connection;

    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    bool start()
    {
        EngineSettings settings;
        settings.interfaceName = QStringLiteral("127.0.0.1");
        settings.initiationPort = 0;
        settings.ports = {47300, 47399};
        settings.parameters.terminationGrace = std::chrono::milliseconds(500);
        m_host = std::make_unique<EngineHost>(settings);
        m_host->start();

        auto state = StateDirectory::open(path("state"));
        auto tokens =
            state ? openTokens(*state) : Result<std::unique_ptr<TokenStore>>(tl::unexpected(state.error()));
        auto credentials =
            state ? loadCredentials({}, *state) : Result<Credentials>(tl::unexpected(state.error()));
        if (!tokens || !credentials)
            return false;
        const QString fingerprint = credentials->certificate.fingerprint();
        auto *const room = new EngineRoom(std::move(*credentials), std::move(*tokens), FallbackOffer());
        QSignalSpy opened(room, &EngineRoom::opened);
        room->moveToThread(m_host->engineThread());
        const TransportEngine::Memory memory{state->store(), state->history(), {}};
        m_host->post([room, memory](TransportEngine &engine) {
            room->setParent(&engine);
            room->open(&engine, memory, QHostAddress(QHostAddress::LocalHost), 0);
        });
        if (!QTest::qWaitFor([&] { return opened.size() == 1; }, Patience))
            return false;

        ServerConnection::Options options;
        options.subscribe = false;
        QFETCH_GLOBAL(Kind, kind);
        if (kind == Kind::RemoteTls) {
            QFile token(state->adminToken());
            if (!token.open(QIODevice::ReadOnly))
                return false;
            options.token = QString::fromLatin1(token.readAll().trimmed());
            TlsTarget target{.host = QStringLiteral("127.0.0.1"),
                             .port = opened[0][1].value<quint16>(),
                             .fingerprint = fingerprint};
            m_connection = std::make_unique<ServerConnection>(connectTls(target), options);
        } else {
            InProcessChannel::Pair pair = InProcessChannel::pair();
            pair.answering->moveToThread(m_host->engineThread());
            const auto answering = std::make_shared<std::unique_ptr<Channel>>(std::move(pair.answering));
            m_host->post([answering](TransportEngine &engine) {
                ServerEndpoint::Services services;
                services.server = &engine;
                services.audit = &engine.history();
                const Identity who{QStringLiteral("admin"), Role::Admin, {}, {}, {}};
                new ServerEndpoint(std::move(*answering), services, ServerEndpoint::admitAs(who), {},
                                   &engine);
            });
            m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), options);
        }
        return true;
    }
    void stop()
    {
        m_connection.reset();
        m_host.reset();
    }
    Kept kept()
    {
        Kept all;
        NamespaceFilter every;
        every.includeTombstones = true;
        all.namespaces =
            outcome(m_connection->ask(RetrieveNamespaces{every})).value_or(QList<NamespaceInfo>());
        all.policies = outcome(m_connection->ask(RetrievePolicies{})).value_or(Policies());
        all.setup = outcome(m_connection->ask(RetrieveSetup{})).value_or(SetupInfo());
        all.enabled =
            outcome(m_connection->ask(RetrieveInventory{})).value_or(Inventory()).server.serviceEnabled;
        all.audit = outcome(m_connection->ask(RetrieveAudit{})).value_or(AuditHistory()).records;
        all.ended = outcome(m_connection->ask(RetrieveSessionHistory{})).value_or(SessionHistory()).records;
        return all;
    }
    bool restartChangesNothing()
    {
        const Kept before = kept();
        stop();
        return start() && kept() == before;
    }
    NamespaceInfo images(const char *name) const
    {
        NamespaceInfo what;
        what.name = QString::fromLatin1(name);
        what.configuration = path("images");
        return what;
    }
    NamespaceId registered(const NamespaceInfo &what)
    {
        return outcome(m_connection->ask(RegisterNamespace{what})).value_or(NamespaceReport()).id;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("embedded") << Kind::Embedded;
        QTest::newRow("remote tls") << Kind::RemoteTls;
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("images")));
        QFile file(path("images/a.img"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(100'000));
        QVERIFY(start());
    }
    void cleanup() { stop(); }

    void namespaces()
    {
        const NamespaceId first = registered(images("images"));
        QVERIFY(first.isValid());
        QVERIFY(restartChangesNothing());
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{images("images")})),
                 ErrorCode::NamespaceAlreadyExists);
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{images("")})), ErrorCode::InvalidNamespaceName);
        NamespaceInfo bad = images("bad");
        bad.contentProvider = QStringLiteral("FOO");
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{bad})), ErrorCode::ContentProviderNotFound);
        bad = images("bad");
        bad.configuration = path("nowhere");
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{bad})), ErrorCode::FileNotFound);

        const auto rows = outcome(m_connection->ask(RetrieveNamespaces{}));
        QVERIFY(rows && rows->size() == 1);
        NamespaceInfo copy = unregisteredCopy(rows->first());
        copy.name = QStringLiteral("copy");
        const NamespaceId second = registered(copy);
        QVERIFY(second.isValid() && second != first);
        copy.description = QStringLiteral("edited");
        const auto replaced = outcome(m_connection->ask(ReplaceNamespace{second, copy, false, order()}));
        QVERIFY2(replaced, replaced ? "" : qPrintable(replaced.error().detail));
        QVERIFY(replaced->id != second);
        QVERIFY(restartChangesNothing());
        QCOMPARE(codeOf(m_connection->ask(ReplaceNamespace{NamespaceId(99), copy, false, order()})),
                 ErrorCode::NamespaceNotFound);
        copy.name = QStringLiteral("images");
        QCOMPARE(codeOf(m_connection->ask(ReplaceNamespace{replaced->id, copy, true, order()})),
                 ErrorCode::NamespaceAlreadyExists);
        QCOMPARE(codeOf(m_connection->ask(DeregisterNamespace{second, true, order()})),
                 ErrorCode::NamespaceNotFound);
        QVERIFY(outcome(m_connection->ask(DeregisterNamespace{replaced->id, true, order()})));
        QVERIFY(restartChangesNothing());
        QCOMPARE(kept().namespaces.size(), 1);
        QCOMPARE(kept().audit.size(), 11);
    }

    void schedules()
    {
        NamespaceInfo manual = images("manual");
        manual.type = NamespaceType::ScheduledCastManualStart;
        NamespaceInfo automatic = images("automatic");
        automatic.type = NamespaceType::ScheduledCastAutoStart;
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{automatic})),
                 ErrorCode::InvalidNamespaceStartParameters);
        automatic.startTime = QDateTime::currentDateTimeUtc().addDays(-1);
        QCOMPARE(codeOf(m_connection->ask(RegisterNamespace{automatic})), ErrorCode::StartTimeInPast);
        automatic.startTime = distant(0);
        automatic.minimumClients = 3;
        const NamespaceId manualId = registered(manual);
        const NamespaceId automaticId = registered(automatic);
        const NamespaceId plainId = registered(images("plain"));
        QVERIFY(manualId.isValid() && automaticId.isValid() && plainId.isValid());
        QVERIFY(restartChangesNothing());
        QCOMPARE(codeOf(m_connection->ask(StartTransmission{manualId})),
                 ErrorCode::NamespaceStartFailedNoClients);
        QCOMPARE(codeOf(m_connection->ask(StartTransmission{plainId})), ErrorCode::InvalidOperation);
        QCOMPARE(codeOf(m_connection->ask(StartTransmission{NamespaceId(99)})), ErrorCode::NamespaceNotFound);
        QVERIFY(outcome(m_connection->ask(SetMinimumClients{automaticId, 5})));
        QCOMPARE(codeOf(m_connection->ask(SetMinimumClients{plainId, 5})), ErrorCode::NamespaceReadOnly);
        QCOMPARE(codeOf(m_connection->ask(RearmNamespace{automaticId, distant(1)})),
                 ErrorCode::InvalidOperation);
        QCOMPARE(codeOf(m_connection->ask(RearmNamespace{NamespaceId(99), distant(1)})),
                 ErrorCode::NamespaceNotFound);
        QVERIFY(restartChangesNothing());
        const QList<NamespaceInfo> rows = kept().namespaces;
        const auto row = std::ranges::find(rows, automaticId, &NamespaceInfo::id);
        QVERIFY(row != rows.end());
        QCOMPARE(row->minimumClients, 5U);
        QCOMPARE(row->startTime, distant(0));
    }

    void policies()
    {
        auto stored = outcome(m_connection->ask(RetrievePolicies{}));
        QVERIFY2(stored, stored ? "" : qPrintable(stored.error().detail));
        ServicePolicy service = stored->service;
        service.ipv4 = {IpAddressSource::Range, QStringLiteral("239.1.0.1"), QStringLiteral("239.1.0.9")};
        const auto committed = outcome(m_connection->ask(CommitPolicy{service}));
        QVERIFY2(committed, committed ? "" : qPrintable(committed.error().detail));
        QCOMPARE(committed->version, stored->service.version + 1);
        // The second administrator, who read it before, is told.
        QCOMPARE(codeOf(m_connection->ask(CommitPolicy{service})), ErrorCode::PolicyConflict);
        QVERIFY(restartChangesNothing());
        stored = outcome(m_connection->ask(RetrievePolicies{}));
        QCOMPARE(stored->service.ipv4, service.ipv4);
        MulticastSessionPolicy session = stored->multicastSession;
        session.multistreamStreamCount = 7;
        QCOMPARE(codeOf(m_connection->ask(CommitPolicy{session})), ErrorCode::InvalidMultistreamStreamCount);
        DiagnosticsPolicy diagnostics = stored->diagnostics;
        diagnostics.components = 99;
        QCOMPARE(codeOf(m_connection->ask(CommitPolicy{diagnostics})),
                 ErrorCode::InvalidDiagnosticsComponents);
        QVERIFY(restartChangesNothing());
    }

    void service()
    {
        const auto runs = [&] {
            return outcome(m_connection->ask(RetrieveInventory{}))
                .value_or(Inventory())
                .server.serviceRunning;
        };
        QVERIFY(runs());
        QVERIFY(outcome(m_connection->ask(StartService{})));
        QVERIFY(outcome(m_connection->ask(StopService{true, order()})));
        QVERIFY(outcome(m_connection->ask(StopService{false, order()})));
        QVERIFY(!runs());
        QVERIFY(outcome(m_connection->ask(RestartService{true, order()})));
        QVERIFY(!runs());
        QVERIFY(outcome(m_connection->ask(StartService{})));
        QVERIFY(runs());
        QVERIFY(outcome(m_connection->ask(SetServiceEnabled{false})));
        QVERIFY(runs());
        QVERIFY(restartChangesNothing());
        QVERIFY(!kept().enabled);
        QVERIFY(!runs());
        QVERIFY(outcome(m_connection->ask(SetServiceEnabled{true})));
        QVERIFY(outcome(m_connection->ask(ReadSettings{})));
        QVERIFY(restartChangesNothing());
        QVERIFY(runs());
    }

    void sessionsAndTheirHistory()
    {
        QVERIFY(registered(images("images")).isValid());
        QCOMPARE(codeOf(m_connection->ask(TerminateSession{SessionId(99), order()})),
                 ErrorCode::SessionNotFound);
        QCOMPARE(codeOf(m_connection->ask(TerminateContent{ContentId(99), order()})),
                 ErrorCode::ContentNotFound);
        QCOMPARE(codeOf(m_connection->ask(DisconnectClient{ClientId(99), order()})),
                 ErrorCode::ClientNotFound);
        m_host->post([](TransportEngine &engine) {
            InitiationAsk ask;
            ask.namespaceName = QStringLiteral("images");
            ask.content = QStringLiteral("a.img");
            ask.address = QStringLiteral("127.0.0.1");
            engine.initiate(ask);
        });
        const auto sessions = [&] {
            return outcome(m_connection->ask(RetrieveInventory{})).value_or(Inventory()).sessions;
        };
        QTRY_COMPARE(sessions().size(), 1);
        const SessionId id = sessions()[0].id;
        QVERIFY(outcome(m_connection->ask(TerminateSession{id, order()})));
        QVERIFY(restartChangesNothing());
        const Kept all = kept();
        QCOMPARE(all.ended.size(), 1);
        QCOMPARE(all.ended[0].id, id);
        QCOMPARE(all.ended[0].by, QStringLiteral("admin"));
        QCOMPARE(all.ended[0].reason, QStringLiteral("walk"));
        QCOMPARE(all.audit.size(), 5);
        QVERIFY(!all.audit.first().error);
        QCOMPARE(all.audit.first().verb, QStringLiteral("session.terminate"));
    }
};

CASTDECK_TEST(WalkTest)

} // namespace castdeck::tst_walk
#include "tst_walk.moc"
