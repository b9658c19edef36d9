// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "support/testprogram.h"

namespace castdeck::tst_crowds
{

/// More machines at once than a session holds, from castdeckd to castjoin.
class CrowdsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everybodyCompletes_data()
    {
        QTest::addColumn<RigReceiver::Asks>("asks");
        QTest::newRow("over UDP") << RigReceiver::Asks::Udp;
        QTest::newRow("over TLS") << RigReceiver::Asks::Tls;
    }
    void everybodyCompletes()
    {
        QFETCH(RigReceiver::Asks, asks);
        CastRig rig(3'000'000, "clients-per-session = 2\nrate-limit = 1500000\n");
        QVERIFY2(rig.isReady(), rig.log().constData());
        const QStringList more{QStringLiteral("--no-fallback")};
        std::vector<std::unique_ptr<RigReceiver>> receivers;
        for (int i = 0; i < 5; ++i)
            receivers.push_back(std::make_unique<RigReceiver>(rig, QStringLiteral("r%1").arg(i), asks, more));
        for (const auto &receiver : receivers) {
            QCOMPARE(receiver->exitCode(), 0);
            QVERIFY(receiver->written() == rig.content());
            QCOMPARE(receiver->line(QStringLiteral("asking again")), QJsonObject());
        }
        QVERIFY(rig.notices(Notice::Kind::SessionStarted).size() >= 3);
    }
};

CASTDECK_TEST(CrowdsTest)

} // namespace castdeck::tst_crowds
#include "tst_crowds.moc"
