// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A file that may not grow any more (RLIMIT_FSIZE): a program that does not see to it dies of a signal.
#include "castrig.h"
#include "support/testprogram.h"
#include "transport/sink/filesink.h"

#include <QFile>
#include <csignal>
#include <sys/resource.h>

namespace castdeck::tst_filesize
{

namespace
{

constexpr int Size = 3'000'001;
constexpr rlim_t Most = 1'000'000;

bool limitFiles(qint64 process, rlim_t most)
{
    const rlimit limit{most, RLIM_INFINITY};
    return ::prlimit(pid_t(process), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

/// What is started meanwhile has the limit from its beginning.
class LimitOfChildren
{
public:
    LimitOfChildren() : m_isSet(limitFiles(0, Most)) {}
    ~LimitOfChildren() { limitFiles(0, RLIM_INFINITY); }
    Q_DISABLE_COPY_MOVE(LimitOfChildren)
    bool isSet() const { return m_isSet; }

private:
    bool m_isSet;
};

} // namespace

class FileSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        rlimit now = {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &now), 0);
        if (now.rlim_max != RLIM_INFINITY)
            QSKIP("files are limited here already");
    }

    void aCopyThatMayNotGrow_data()
    {
        QTest::addColumn<bool>("udp");
        QTest::addColumn<bool>("fromTheStart");
        QTest::addColumn<bool>("falls");
        QTest::newRow("from the start") << true << true << false;
        QTest::newRow("in the middle") << true << false << false;
        QTest::newRow("over TLS") << false << false << false;
        QTest::newRow("while it comes by unicast") << false << false << true;
    }
    void aCopyThatMayNotGrow()
    {
        QFETCH(const bool, udp);
        QFETCH(const bool, fromTheStart);
        QFETCH(const bool, falls);
        const auto asks = udp ? RigReceiver::Asks::Udp : RigReceiver::Asks::Tls;
        // Not written in the order of the file, so the limit is met wherever it is.
        CastRig rig(Size, "rate-limit = 700000\n");
        QVERIFY2(rig.isReady(), rig.log().constData());
        const QString name = QStringLiteral("copy");
        {
            std::unique_ptr<RigReceiver> receiver;
            if (fromTheStart) {
                const LimitOfChildren limit;
                QVERIFY(limit.isSet());
                receiver = std::make_unique<RigReceiver>(rig, name, asks);
            } else {
                receiver = std::make_unique<RigReceiver>(rig, name, asks);
                QVERIFY(receiver->reaches(QStringLiteral("receiving"), 100'000));
                QVERIFY(limitFiles(receiver->processId(), Most));
            }
            if (falls) {
                DisconnectOrder order;
                order.type = DisconnectType::Fallback;
                const QList<ClientInfo> clients = rig.seen().clients;
                QVERIFY(!clients.isEmpty());
                for (const ClientInfo &client : clients)
                    QVERIFY(CastRig::wait(rig.server().ask(DisconnectClient{client.id, order})));
            }
            QCOMPARE(receiver->exitCode(), 1); // not −1, as of one that a signal ended
            const QByteArray said = receiver->said();
            QVERIFY2(said.contains(QByteArray("copy.part: " + qt_error_string(EFBIG).toUtf8())),
                     said.constData());
        }
        QVERIFY(!QFile::exists(rig.path(name)));
        // What an administrator finds is what castjoin goes on with, once it may.
        QCOMPARE(QFile::exists(FileSink::partPath(rig.path(name))), !fromTheStart);
        RigReceiver again(rig, name, asks);
        QCOMPARE(again.exitCode(), 0);
        QVERIFY(again.written() == rig.content());
    }

    void aServerWhoseFilesMayNotGrow()
    {
        CastRig rig(1000, {});
        QVERIFY2(rig.isReady(), rig.log().constData());
        const CreateToken token{QStringLiteral("console"), Role::Operator, {}};
        NamespaceInfo more;
        more.name = QStringLiteral("more");
        more.configuration = rig.path(QStringLiteral("images"));
        for (const rlim_t most : {rlim_t(0), RLIM_INFINITY}) {
            QVERIFY(limitFiles(rig.serverProcessId(), most));
            const bool mayGrow = most != 0;
            QCOMPARE(CastRig::wait(rig.server().ask(token)).has_value(), mayGrow);
            QCOMPARE(CastRig::wait(rig.server().ask(RegisterNamespace{more})).has_value(), mayGrow);
            QCOMPARE(CastRig::wait(rig.server().ask(SetServiceEnabled{false})).has_value(), mayGrow);
            const auto seen = CastRig::wait(rig.server().ask(RetrieveInventory{}));
            QVERIFY(seen);
            QCOMPARE(seen->namespaces.size(), mayGrow ? 2 : 1);
        }
        // What it said to be done is what it remembers.
        QVERIFY(rig.startAgain());
        QCOMPARE(rig.seen().namespaces.size(), 2);
        const auto tokens = CastRig::wait(rig.server().ask(ListTokens{}));
        QVERIFY(tokens);
        QCOMPARE(tokens->size(), 2);
        QCOMPARE(rig.stop(), 0);
    }
};

CASTDECK_TEST(FileSizeTest)

} // namespace castdeck::tst_filesize
#include "tst_filesize.moc"
