// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Verbs that change what is kept, while the disk that it is kept on answers when it likes.
#include "engine/enginerig.h"
#include "engine/meddle.h"
#include "engine/miniclient.h"
#include "engine/slowdisk.h"
#include "support/testprogram.h"

#include <random>

namespace castdeck::tst_changequeue
{

namespace
{

EngineSettings settingsWith(std::chrono::milliseconds patience)
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.diskPatience = patience;
    return settings;
}

/// Many changes do not make it in that time, and some do.
constexpr std::chrono::milliseconds Short{20};
constexpr std::chrono::minutes Long{5};

/// What is shown of what is kept, and what is kept, in one form.
struct Kept {
    QList<NamespaceInfo> namespaces;
    Policies policies;
    QList<RateLimit> limits;
    bool isEnabled = true;

    friend bool operator==(const Kept &, const Kept &) = default;
};

Kept readFrom(const QString &path)
{
    // A server that starts with it.
    EngineRig rig;
    if (!rig.restore(path))
        qFatal("the store cannot be read");
    const Inventory &seen = rig.seen();
    return {seen.namespaces, rig.engine().currentPolicies(),
            rig.wait(rig.engine().ask(RetrieveRateLimits{})).value(), seen.server.serviceEnabled};
}

Kept shownBy(EngineRig &rig)
{
    Kept kept{{},
              rig.engine().currentPolicies(),
              rig.wait(rig.engine().ask(RetrieveRateLimits{})).value(),
              rig.seen().server.serviceEnabled};
    for (const NamespaceInfo &row : rig.seen().namespaces) {
        if (!row.tombstoned)
            kept.namespaces.append(row);
    }
    return kept;
}

/// One run of a seeded schedule: what is asked, how the disk is, and how long nobody looks.
class Schedule
{
public:
    Schedule(EngineRig &rig, const QString &path, quint32 seed)
        : m_rig(rig), m_path(path), m_random(seed), m_disk(rig.engine().databases())
    {
    }

    void run(int steps)
    {
        for (int i = 0; i < steps; ++i)
            step();
        m_disk.goOn();
        fail(false);
    }
    bool isOver() const
    {
        return std::ranges::all_of(m_asked, [](const auto &isFinished) { return isFinished(); });
    }

private:
    int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(m_random); }

    template <class T>
    void note(const QFuture<Result<T>> &future)
    {
        m_asked.push_back([future] { return future.isFinished(); });
    }
    NamespaceId anyId()
    {
        const QList<NamespaceInfo> &rows = m_rig.seen().namespaces;
        return rows.isEmpty() ? NamespaceId(77) : rows[upTo(int(rows.size()) - 1)].id;
    }
    NamespaceInfo anyNamespace()
    {
        NamespaceInfo what = m_rig.namespaceInfo(QStringLiteral("images-%1").arg(upTo(3)));
        what.type = NamespaceType::ScheduledCastAutoStart;
        what.minimumClients = quint32(upTo(5)) + 1;
        what.description = QString::number(upTo(1000));
        return what;
    }
    /// In the disk's own time, as everything that happens to it.
    void fail(bool fails)
    {
        const QString statement = fails ? QStringLiteral("CREATE TRIGGER IF NOT EXISTS full BEFORE DELETE ON "
                                                         "seal BEGIN SELECT RAISE(ABORT, 'full'); END")
                                        : QStringLiteral("DROP TRIGGER IF EXISTS full");
        m_rig.engine().databases().run<void>(
            [path = m_path, statement](Databases::Open &) -> Result<void> {
                meddle(path, statement);
                return {};
            },
            [](const Result<void> &) {});
    }
    void step()
    {
        TransportEngine &engine = m_rig.engine();
        switch (upTo(13)) {
        case 0:
        case 1:
        case 2:
            return note(engine.ask(RegisterNamespace{anyNamespace()}));
        case 3:
            return note(engine.ask(DeregisterNamespace{anyId(), upTo(1) == 1, m_rig.order()}));
        case 4:
            return note(engine.ask(ReplaceNamespace{anyId(), anyNamespace(), upTo(1) == 1, m_rig.order()}));
        case 5:
            return note(engine.ask(SetMinimumClients{anyId(), quint32(upTo(5)) + 1}));
        case 6:
            return note(engine.ask(SetRateLimit{{RateScope::Namespace, anyId().value(), quint64(upTo(9))}}));
        case 7:
            return note(engine.ask(SetServiceEnabled{upTo(1) == 1}));
        case 8: {
            DiagnosticsPolicy policy = engine.currentPolicies().diagnostics;
            policy.enabled = !policy.enabled;
            return note(engine.ask(CommitPolicy{policy}));
        }
        case 9:
            return note(engine.ask(ReadSettings{}));
        case 10:
            return m_disk.hold();
        case 11:
            return m_disk.goOn();
        case 12:
            return fail(upTo(2) == 0);
        default:
            QTest::qWait(upTo(2) == 0 ? 3 * int(Short.count()) : 0);
        }
    }

    EngineRig &m_rig;
    QString m_path;
    std::mt19937 m_random;
    SlowDisk m_disk;
    std::vector<std::function<bool()>> m_asked;
};

} // namespace

class ChangeQueueTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;

    static std::optional<ErrorCode> errorOf(const QFuture<Result<NamespaceReport>> &future)
    {
        const auto report = EngineRig::wait(future);
        return report ? std::nullopt : std::optional(report.error().code);
    }

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void nothingIsSaidDoneBeforeItIsKept()
    {
        EngineRig rig(settingsWith(Long));
        QVERIFY(rig.restore(m_path));
        SlowDisk disk(rig.engine().databases());
        disk.hold();
        const auto published =
            rig.engine().ask(RegisterNamespace{rig.namespaceInfo(QStringLiteral("images"))});
        const auto limited = rig.engine().ask(SetRateLimit{{RateScope::Server, 0, 4711}});
        const auto disabled = rig.engine().ask(SetServiceEnabled{false});
        DiagnosticsPolicy policy;
        policy.enabled = true;
        const auto committed = rig.engine().ask(CommitPolicy{policy});
        // Who only looks waits for nothing.
        QVERIFY(rig.wait(rig.engine().ask(RetrieveInventory{}))->namespaces.isEmpty());
        QVERIFY(rig.wait(rig.engine().ask(RetrieveRateLimits{}))->isEmpty());
        QVERIFY(!rig.wait(rig.engine().ask(RetrievePolicies{}))->diagnostics.enabled);
        QVERIFY(!published.isFinished() && !limited.isFinished() && !disabled.isFinished() &&
                !committed.isFinished());
        QCOMPARE(rig.seen().server.serviceEnabled, true);
        disk.goOn();
        QVERIFY(rig.wait(published) && rig.wait(limited) && rig.wait(disabled) && rig.wait(committed));
        QCOMPARE(readFrom(m_path), shownBy(rig));
        QVERIFY(!readFrom(m_path).isEnabled && !readFrom(m_path).namespaces.isEmpty());
        QVERIFY(rig.isConsistent());
    }

    /// Each is judged by what the ones before it made.
    void twoOfANameAndTwoOfARow()
    {
        EngineRig rig(settingsWith(Long));
        QVERIFY(rig.restore(m_path));
        SlowDisk disk(rig.engine().databases());
        disk.hold();
        const NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
        const auto first = rig.engine().ask(RegisterNamespace{what});
        const auto second = rig.engine().ask(RegisterNamespace{what});
        disk.goOn();
        const auto report = rig.wait(first);
        QVERIFY(report);
        QCOMPARE(errorOf(second), ErrorCode::NamespaceAlreadyExists);

        disk.hold();
        const auto gone = rig.engine().ask(DeregisterNamespace{report->id, true, rig.order()});
        const auto replaced = rig.engine().ask(ReplaceNamespace{report->id, what, true, rig.order()});
        const auto started = rig.engine().ask(StartTransmission{report->id});
        const auto again = rig.engine().ask(RegisterNamespace{what});
        disk.goOn();
        QVERIFY(rig.wait(gone));
        QCOMPARE(errorOf(replaced), ErrorCode::NamespaceNotFound);
        QCOMPARE(errorOf(started), ErrorCode::NamespaceNotFound);
        QVERIFY(rig.wait(again));
        QCOMPARE(readFrom(m_path), shownBy(rig));
    }

    void whatComesLateIsShownAllTheSame()
    {
        EngineRig rig(settingsWith(std::chrono::seconds(3)));
        QVERIFY(rig.restore(m_path));
        QVERIFY(rig.publish().isValid());
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY(grant);
        SlowDisk disk(rig.engine().databases());
        disk.hold();
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(QStringLiteral("does not answer: nothing can")));
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("answers again: .* given up is made")));
        const auto late = rig.engine().ask(RegisterNamespace{rig.namespaceInfo(QStringLiteral("late"))});
        const auto behind = rig.engine().ask(RegisterNamespace{rig.namespaceInfo(QStringLiteral("behind"))});
        QCOMPARE(errorOf(late), ErrorCode::FolderNotAnswering);
        QCOMPARE(errorOf(behind), ErrorCode::FolderNotAnswering);
        QCOMPARE(errorOf(rig.engine().ask(RegisterNamespace{rig.namespaceInfo(QStringLiteral("more"))})),
                 ErrorCode::FolderNotAnswering);
        QCOMPARE(rig.seen().namespaces.size(), 1);
        // Sessions begin and end meanwhile.
        QVERIFY(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img"))));
        QVERIFY(rig.wait(rig.engine().ask(TerminateSession{grant->sessionId, rig.order()})));
        QVERIFY(rig.wait(rig.engine().ask(StopService{true, rig.order()})));
        QVERIFY(rig.wait(rig.engine().ask(StartService{})));
        QCOMPARE(rig.wait(rig.engine().ask(RetrieveSessionHistory{})).error().code,
                 ErrorCode::FolderNotAnswering);
        disk.goOn();
        QTRY_COMPARE(rig.seen().namespaces.size(), 2);
        QCOMPARE(rig.seen().namespaces[1].name, QStringLiteral("late"));
        const auto ended = [&] {
            return rig.wait(rig.engine().ask(RetrieveSessionHistory{})).value_or(SessionHistory()).records;
        };
        QTRY_VERIFY(ended().size() >= 2);
        QCOMPARE(readFrom(m_path), shownBy(rig));
        QVERIFY(rig.isConsistent());
    }

    /// A cast whose time has come goes when the store has it; nobody has to ask again.
    void aStartWaitsForTheStore()
    {
        EngineRig rig(settingsWith(Long));
        QVERIFY(rig.restore(m_path));
        NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
        what.type = NamespaceType::ScheduledCastAutoStart;
        what.minimumClients = 1;
        QVERIFY(rig.wait(rig.engine().ask(RegisterNamespace{what})));
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY(grant);
        SlowDisk disk(rig.engine().databases());
        disk.hold();
        MiniClient client(*grant, QStringLiteral("PC"));
        client.join();
        QTRY_COMPARE(rig.seen().namespaces[0].waitingClients, 1U);
        QVERIFY(!rig.wait(rig.engine().ask(RetrieveInventory{}))->namespaces[0].transmissionStarted);
        QCOMPARE(client.blocksSeen(), 0U);
        disk.goOn();
        QTRY_VERIFY(rig.seen().namespaces[0].transmissionStarted);
        QTRY_VERIFY(client.blocksSeen() > 0);
        QCOMPARE(rig.notices(Notice::Kind::TransmissionStarted).size(), 1);
        QVERIFY(readFrom(m_path).namespaces.value(0).transmissionStarted);
    }

    void whatIsShownIsWhatIsKept_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void whatIsShownIsWhatIsKept()
    {
        QFETCH(const quint32, seed);
        const QString path = m_path + QString::number(seed);
        EngineRig rig(settingsWith(2 * Short));
        QVERIFY(rig.restore(path));
        Schedule schedule(rig, path, seed);
        schedule.run(150);
        QTRY_VERIFY(schedule.isOver());
        // What was given up comes before this.
        bool isLast = false;
        rig.engine().databases().run<void>([](Databases::Open &) -> Result<void> { return {}; },
                                           [&](const Result<void> &) { isLast = true; });
        QTRY_VERIFY(isLast);
        QCOMPARE(readFrom(path), shownBy(rig));
        QVERIFY(rig.isConsistent());
    }
};

CASTDECK_TEST(ChangeQueueTest)

} // namespace castdeck::tst_changequeue
#include "tst_changequeue.moc"
