// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/instance.h"
#include "apps/console/instancedoor.h"
#include "apps/console/qtoptions.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <future>

namespace castdeck::tst_instancedoor
{

namespace
{

const QString Print = QStringLiteral("sha256:") + QString(64, u'a');

Handover everything()
{
    ServerProfile server = profileFromAddress(QStringLiteral("[fd79::3]:7")).value();
    server.fingerprint = Print;
    server.authorityFile = QStringLiteral("/a.pem");
    server.certificateFile = QStringLiteral("/c.pem");
    server.keyFile = QStringLiteral("/k.pem");
    return {QStringLiteral("/srv/images"), server, QStringLiteral("/t")};
}

} // namespace

/// How a second start of the console reaches the first.
class InstanceDoorTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QList<Handover> m_taken;
    Result<void> m_answer;
    std::unique_ptr<InstanceDoor> m_door;

    QString socket() const { return m_folder.filePath(QStringLiteral("socket")); }
    /// As the other program does, whose thread waits.
    Result<void> knock(const Handover &handover)
    {
        auto answer = std::async(std::launch::async, [&] { return handOver(socket(), handover); });
        const auto isThere = [&] {
            return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
        };
        return QTest::qWaitFor(isThere, Patience) ? answer.get() : failure(ErrorCode::TimedOut);
    }

private Q_SLOTS:
    void init()
    {
        m_taken.clear();
        m_answer = {};
        m_door = std::make_unique<InstanceDoor>([this](const Handover &handover) {
            m_taken << handover;
            return m_answer;
        });
        QVERIFY(m_door->open(socket()));
    }

    void whatItWantsArrives()
    {
        QVERIFY(knock(everything()));
        QVERIFY(knock({}));
        QCOMPARE(m_taken, (QList<Handover>{everything(), {}}));
        m_answer = failure(ErrorCode::TransportServerRoleNotConfigured, QStringLiteral("no"));
        const auto refused = knock(everything());
        QVERIFY(!refused);
        QCOMPARE(refused.error(), m_answer.error());
    }

    void whatIsLeftOfAKilledOneIsReplaced()
    {
        m_door = nullptr;
        QFile left(socket());
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
        init();
        QVERIFY(knock(everything()));
    }

    void theHostileAreRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("nothing") << QByteArray("\n");
        QTest::newRow("no object") << QByteArray("[]\n");
        QTest::newRow("not JSON") << QByteArray("{\"publish\":\n");
        QTest::newRow("another type") << QByteArray("{\"publish\":[1]}\n");
        QTest::newRow("a path of nowhere") << QByteArray("{\"publish\":\"images\"}\n");
        QTest::newRow("a token of nowhere") << QByteArray("{\"tokenFile\":\"../t\"}\n");
        QTest::newRow("no address") << QByteArray("{\"server\":\"a b:c\"}\n");
        QTest::newRow("no fingerprint") << QByteArray("{\"server\":\"a\",\"fingerprint\":\"sha256:00\"}\n");
        QTest::newRow("too long") << "{\"publish\":\"/" + QByteArray(Handover::LineMost, 'x') + "\"}\n";
        QTest::newRow("without an end") << QByteArray(4 * Handover::LineMost, 'x');
        QTest::newRow("bytes") << QByteArray("\xff\xfe\0\x01\n", 5);
    }
    void theHostileAreRefused()
    {
        QFETCH(const QByteArray, line);
        QLocalSocket peer;
        peer.connectToServer(socket());
        QTRY_COMPARE(peer.state(), QLocalSocket::ConnectedState);
        peer.write(line);
        QByteArray said;
        const auto isOver = [&] {
            said += peer.readAll();
            return peer.state() == QLocalSocket::UnconnectedState;
        };
        QVERIFY(QTest::qWaitFor(isOver, Patience));
        said += peer.readAll();
        // Whoever has not read it all may be cut before the answer.
        QVERIFY(said.isEmpty() ? line.size() > Handover::LineMost : !handoverAnswer(said).has_value());
        QVERIFY(m_taken.isEmpty());
        QVERIFY(knock({}));
    }

    void thoseWhoOnlyStandThereKeepNobodyOut()
    {
        std::vector<std::unique_ptr<QLocalSocket>> idle;
        for (int i = 0; i < 40; ++i) {
            idle.push_back(std::make_unique<QLocalSocket>());
            idle.back()->connectToServer(socket());
        }
        QTRY_VERIFY(knock({}).has_value());
    }

    void nobodyThereIsSaid()
    {
        m_door = nullptr;
        const auto answer = handOver(socket(), {});
        QVERIFY(!answer);
        QVERIFY(answer.error().detail.contains(socket()));
    }

    void thePlaceIsForOne()
    {
        const QString folder = m_folder.path();
        auto first = Instance::take(folder);
        QVERIFY(first);
        const auto second = Instance::take(folder);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Busy);
        first = failure(ErrorCode::Cancelled);
        QVERIFY(Instance::take(folder));
    }

    void onlyAFolderOfOursIsSafe()
    {
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        const auto restore = qScopeGuard([&] { qputenv("XDG_RUNTIME_DIR", before); });
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
        const QString folder = m_folder.filePath(QStringLiteral("castdeck"));
        QCOMPARE(Instance::folder().value_or(QString()), folder);
        QVERIFY(QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ReadOther));
        QVERIFY(!Instance::folder());
        QVERIFY(QDir().rmdir(folder));
        QVERIFY(QFile::link(m_folder.path(), folder)); // somebody's trap
        QVERIFY(!Instance::folder());
        QVERIFY(QFile::remove(folder));
        qputenv("XDG_RUNTIME_DIR", "/nonexistent/run");
        QVERIFY(!Instance::folder());
    }

    void optionsOfQtAreLeftToIt_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("ours");
        QTest::newRow("none") << "--demo -h"
                              << "--demo -h";
        QTest::newRow("a flag") << "-reverse --demo"
                                << "--demo";
        QTest::newRow("with a value") << "-style Fusion --demo -platform offscreen"
                                      << "--demo";
        QTest::newRow("with two dashes") << "--style=Fusion --platform xcb --demo"
                                         << "--demo";
        QTest::newRow("joined") << "-style=Fusion --demo"
                                << "--demo";
        QTest::newRow("without its value") << "--demo -style"
                                           << "--demo -style";
        QTest::newRow("after the end") << "--demo -- -reverse"
                                       << "--demo -- -reverse";
        QTest::newRow("our own value") << "--publish reverse"
                                       << "--publish reverse";
        QTest::newRow("a joined flag is none of Qt") << "-reverse=1"
                                                     << "-reverse=1";
        QTest::newRow("nothing like it") << "-styles x"
                                         << "-styles x";
    }
    void optionsOfQtAreLeftToIt()
    {
        QFETCH(const QString, given);
        const QStringList all = QStringLiteral("castdeck %1").arg(given).split(u' ');
        QTEST(withoutQtOptions(all).mid(1).join(u' '), "ours");
    }
};

CASTDECK_TEST(InstanceDoorTest)

} // namespace castdeck::tst_instancedoor
#include "tst_instancedoor.moc"
