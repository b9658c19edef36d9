// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/obstacle.h"
#include "apps/receiver/sentences.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_obstacle
{

class ObstacleTest : public QObject
{
    Q_OBJECT
    using Kind = ReceivingEnd::Kind;

    static MulticastFacts facts()
    {
        NetworkInterface interface;
        interface.name = QStringLiteral("eth1");
        interface.address = {{10, 0, 0, 9}, 4};
        return {{{{10, 0, 0, 1}, 4}, 64001},
                {{{239, 1, 2, 3}, 4}, 64001},
                1413,
                interface,
                QStringLiteral("eth1"),
                false};
    }
    static MulticastFacts without(bool multicast, const char *route, bool strictPath)
    {
        MulticastFacts changed = facts();
        changed.interface->multicast = multicast;
        changed.route = QString::fromLatin1(route);
        changed.strictPath = strictPath;
        return changed;
    }

private Q_SLOTS:
    void oneTrueSentence_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<MulticastFacts>("facts");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, Kind kind, const MulticastFacts &facts, const char *says) {
            QTest::newRow(name) << kind << facts << QString::fromLatin1(says);
        };
        row("a firewall", Kind::NoAnswer, facts(), "let UDP pass to port 64001 of 10.0.0.1");
        row("no querier", Kind::NoData, facts(), "IGMP");
        row("an MTU hole", Kind::NoBlocks, facts(), "more than 1413 bytes");
        row("a link", Kind::Inactive, facts(), "239.1.2.3");
        row("no multicast, nothing", Kind::NoData, without(false, "eth1", false),
            "ip link set eth1 multicast on");
        row("no multicast, no answer", Kind::NoAnswer, without(false, "eth1", true),
            "ip link set eth1 multicast on");
        row("another way back", Kind::NoData, without(true, "eth0", true), "--interface eth0");
        row("another way back, no answer", Kind::NoAnswer, without(true, "eth0", true), "eth1.rp_filter");
        row("another way back that is let in", Kind::NoData, without(true, "eth0", false), "IGMP");
        row("no way back", Kind::NoData, without(true, "", true), "IGMP");
        row("cancelled", Kind::Cancelled, facts(), "");
        row("sent away", Kind::KickedFallback, facts(), "");
    }
    void oneTrueSentence()
    {
        QFETCH(const Kind, kind);
        QFETCH(const MulticastFacts, facts);
        QFETCH(const QString, says);
        const QString sentence = obstacleOf({kind, {}, {}, {}}, facts);
        QCOMPARE(sentence.isEmpty(), says.isEmpty());
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY2(!sentence.contains(QLatin1Char('%')), qPrintable(sentence)); // every place is filled
    }

    void whatTheSystemRefusesIsNamed()
    {
        MulticastFacts none = facts();
        none.interface.reset();
        const Error error{ErrorCode::NoInterface, QStringLiteral("10.0.0.1")};
        const QString sentence = obstacleOf({Kind::NotOpened, {}, {}, error}, none);
        QVERIFY2(sentence.contains(sentenceFor(error)), qPrintable(sentence));
    }

    void theSystemIsAsked()
    {
        const wire::Address own{{127, 0, 0, 1}, 4};
        const auto loopback = findInterface(QStringLiteral("lo"));
        const MulticastFacts found = factsOf({own, 1}, {{{239, 0, 0, 1}, 4}, 1}, 1413, *loopback);
        QCOMPARE(found.route, QStringLiteral("lo"));
        QVERIFY(!factsOf({own, 1}, {{{239, 0, 0, 1}, 4}, 1}, 1413, std::nullopt).strictPath);
    }
};

CASTDECK_TEST(ObstacleTest)

} // namespace castdeck::tst_obstacle
#include "tst_obstacle.moc"
