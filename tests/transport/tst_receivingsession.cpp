// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "receivingrig.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_receivingsession
{

using namespace std::chrono_literals;

namespace
{

std::vector<wire::Range> ranges(const wire::Nack &nack)
{
    std::vector<wire::Range> result;
    for (const wire::Range range : nack.ranges)
        result.push_back(range);
    return result;
}

using Ranges = std::vector<wire::Range>;

} // namespace

class ReceivingSessionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void joinIsRepeatedAndGivenUp()
    {
        ReceivingRig rig;
        const auto *join = rig.last<wire::Join>();
        QVERIFY(join);
        QCOMPARE(join->name(), u"TESTMACHINE");
        QCOMPARE(join->macLength, uint8_t(6));
        QVERIFY(join->capabilities && join->capabilities->size() == 1);
        QVERIFY(join->userSid.empty());
        rig.pass(29'999ms);
        QCOMPARE(rig.all<wire::Join>().size(), size_t(60));
        QCOMPARE(rig.session.state(), ReceivingState::Join);
        rig.pass(1ms);
        QCOMPARE(rig.session.state(), ReceivingState::Ended);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::NoAnswer);
        QCOMPARE(rig.sent.size(), size_t(60)); // nothing was given, nothing is taken back
    }

    void theIdentityThatTheInitiationGaveIsRepeated()
    {
        ReceivingRig rig;
        ReceivingSettings settings = ReceivingRig::settings(1);
        settings.userSid = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
        rig.sent.clear();
        ReceivingSession session(settings, rig.writer, rig);
        session.start(rig.now);
        const auto *join = rig.last<wire::Join>();
        QVERIFY(join);
        QVERIFY(std::ranges::equal(join->userSid, settings.userSid));
    }

    void joinAckEchoesOneOfOurs()
    {
        ReceivingRig rig;
        const uint64_t time = rig.sent.front().packet.senderTime;
        rig.deliver(wire::JoinAck{ReceivingRig::ClientId, 2, 2, 1, time + 1});
        rig.deliver(wire::JoinAck{0, 2, 2, 1, time});
        QCOMPARE(rig.session.state(), ReceivingState::Join);
        rig.pass(600ms); // the second JOIN is out; the answer to the first still counts
        rig.deliver(wire::JoinAck{ReceivingRig::ClientId, 2, 2, 1, time});
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        const auto *report = rig.last<wire::Qcr>();
        QVERIFY(report);
        QCOMPARE(report->clientId, ReceivingRig::ClientId);
        QCOMPARE(report->qccSeqNo, uint64_t(0));
        QCOMPARE(report->serverTime, rig.ms());
        QVERIFY(report->appData.empty());
        QCOMPARE(report->utilization.cpu, std::optional<uint8_t>(12));
        // It was lost: the server asks again. Another id is somebody else's.
        rig.deliver(wire::JoinAck{ReceivingRig::ClientId + 1, 2, 2, 1, time});
        rig.deliver(wire::JoinAck{ReceivingRig::ClientId, 2, 2, 1, time});
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(2));
    }

    void aMasterAcknowledges()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliverSpm(1, 0, 0, ReceivingRig::ClientId);
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(0));
        QCOMPARE(rig.last<wire::Ack>()->serverTime, rig.ms());
        rig.deliver({rig.data(1, ReceivingRig::ClientId)});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(1));
        rig.deliver({rig.data(3, ReceivingRig::ClientId)});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(1));
        QCOMPARE(rig.last<wire::Ack>()->hiODataSeqNo, uint64_t(3));
        QVERIFY(rig.last<wire::Ack>()->lossRate > 0);
        // The master's NACK does not wait.
        QCOMPARE(ranges(*rig.last<wire::Nack>()), (Ranges{{2, 2}}));
        rig.deliver({rig.data(2, ReceivingRig::ClientId, 0, true)});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(3));
        rig.sent.clear();
        rig.deliver({rig.data(4, ReceivingRig::ClientId + 1)}); // somebody else is master now
        QVERIFY(rig.all<wire::Ack>().empty());
    }

    void oneAckForSixteenPackets()
    {
        ReceivingRig rig;
        rig.joined();
        std::vector<std::vector<uint8_t>> batch;
        for (uint64_t n = 1; n <= 40; ++n)
            batch.push_back(rig.data(n, ReceivingRig::ClientId));
        rig.deliver(batch);
        const auto acks = rig.all<wire::Ack>();
        QCOMPARE(acks.size(), size_t(3));
        QCOMPARE(acks[0]->as<wire::Ack>()->oDataSeqNo, uint64_t(16));
        QCOMPARE(acks[1]->as<wire::Ack>()->oDataSeqNo, uint64_t(32));
        QCOMPARE(acks[2]->as<wire::Ack>()->oDataSeqNo, uint64_t(40));
        rig.sent.clear();
        rig.deliver({rig.packet(wire::Spm{1, ReceivingRig::ClientId, 2, 2, 1, 40, 1}),
                     rig.packet(wire::Spm{2, ReceivingRig::ClientId, 2, 2, 1, 40, 1})});
        QCOMPARE(rig.all<wire::Ack>().size(), size_t(2));
    }

    void forwardLeadSavesAcks()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1, ReceivingRig::ClientId, 0, false, 1, 0)});
        QVERIFY(rig.all<wire::Ack>().empty());
        rig.deliver({rig.data(2, ReceivingRig::ClientId, 0, false, 1, 2)});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(2));
    }

    void reorderingWithinABatchIsNoLossForTheNack()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1, ReceivingRig::ClientId), rig.data(3, ReceivingRig::ClientId),
                     rig.data(2, ReceivingRig::ClientId)});
        QVERIFY(rig.all<wire::Nack>().empty());
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(3));
    }

    void nackWaitsRepeatsAndSlowsDown()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliverSpm(1, 0, 0, 0, 5, 9);
        rig.deliver({rig.data(1), rig.data(4)});
        QVERIFY(rig.all<wire::Nack>().empty());
        const uint64_t start = rig.ms();
        rig.pass(2000ms);
        const auto nacks = rig.all<wire::Nack>();
        QVERIFY(nacks.size() >= 10);
        QVERIFY(nacks[0]->at - start >= 5 && nacks[0]->at - start <= 9);
        QCOMPARE(ranges(*nacks[0]->as<wire::Nack>()), (Ranges{{2, 3}}));
        QVERIFY(nacks[3]->at - nacks[2]->at >= 20); // doubled twice
        const auto last = nacks.size() - 1;
        QCOMPARE(nacks[last]->at - nacks[last - 1]->at, uint64_t(250)); // and no further
        // Any data bring it back to normal; a repair of everything ends it.
        rig.sent.clear();
        const uint64_t answered = rig.ms();
        rig.deliver({rig.data(2, 0, 0, true)});
        rig.pass(300ms);
        QVERIFY(rig.all<wire::Nack>()[0]->at - answered <= 10); // also the wait that had begun
        QCOMPARE(ranges(*rig.all<wire::Nack>()[0]->as<wire::Nack>()), (Ranges{{3, 3}}));
        QVERIFY(rig.all<wire::Nack>()[1]->at - rig.all<wire::Nack>()[0]->at <= 10);
        rig.deliver({rig.data(3, 0, 0, true)});
        rig.sent.clear();
        rig.pass(1000ms);
        QVERIFY(rig.all<wire::Nack>().empty());
    }

    void theMasterOfALargeHoleAsksOnAndOn_data()
    {
        QTest::addColumn<bool>("isMaster");
        QTest::addColumn<int>("lost");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("a large hole") << true << 60 << true;
        QTest::newRow("a small one") << true << 20 << false;
        QTest::newRow("nobody waits for it") << false << 60 << false;
    }
    void theMasterOfALargeHoleAsksOnAndOn()
    {
        QFETCH(const bool, isMaster);
        QFETCH(const int, lost);
        QFETCH(const bool, goesOn);
        ReceivingRig rig;
        rig.joined();
        const uint32_t master = isMaster ? ReceivingRig::ClientId : 1;
        rig.deliverSpm(1, 0, 0, master, 50, 50);
        const auto behind = uint64_t(2 + lost);
        rig.deliver({rig.data(1, master), rig.data(behind, master)});
        rig.pass(isMaster ? 0ms : 50ms);
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(1));
        // Nothing more while less than half of it has come; then the rest, and so on.
        uint64_t next = 2;
        const auto repair = [&](int count) {
            for (const uint64_t end = next + uint64_t(count); next < end; ++next)
                rig.deliver({rig.data(next, master, 0, true)});
        };
        repair(lost / 2 - 1);
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(1));
        repair(1);
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(goesOn ? 2 : 1));
        if (goesOn)
            QCOMPARE(ranges(*rig.last<wire::Nack>()), (Ranges{{next, behind - 1}}));
    }

    void whatTheServerForgotIsNotAskedFor()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1), rig.data(10)});
        rig.deliverSpm(1, 8, 10);
        rig.pass(10ms);
        QCOMPARE(ranges(*rig.last<wire::Nack>()), (Ranges{{8, 9}}));
        rig.deliver({rig.data(11, 0, 0, false, 50)}); // a Trail beyond its own packet counts as the packet
        rig.sent.clear();
        rig.pass(100ms);
        QVERIFY(rig.all<wire::Nack>().empty());
        QCOMPARE(rig.session.stream().contiguous(), uint64_t(11));
    }

    void aLateJoinerStartsWhereTheStreamIs()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliverSpm(1, 20, 50, ReceivingRig::ClientId);
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(50));
        rig.sent.clear();
        rig.deliver({rig.data(30, ReceivingRig::ClientId, 30, true)}); // welcome, and nothing else
        QVERIFY(rig.sent.empty());
        QVERIFY(rig.writer.blocks().contains(30));
        rig.deliver({rig.data(52, ReceivingRig::ClientId)});
        QCOMPARE(ranges(*rig.last<wire::Nack>()), (Ranges{{51, 51}}));
    }

    void lyingNumbers()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1)});
        rig.deliverSpm(1, UINT64_MAX, uint64_t(1) << 63, ReceivingRig::ClientId); // Trail above Lead + 1
        QCOMPARE(rig.session.stream().contiguous(), uint64_t(1) << 63);
        rig.deliverSpm(2, 0, UINT64_MAX, ReceivingRig::ClientId);
        rig.deliverSpm(1, 0, 5, ReceivingRig::ClientId); // an old one
        rig.deliver({rig.data(UINT64_MAX, ReceivingRig::ClientId, 7), rig.data(2, ReceivingRig::ClientId)});
        QVERIFY(rig.writer.blocks().contains(7));
        QVERIFY(rig.writer.blocks().contains(2));
        rig.pass(1000ms);
        // The gap is huge; never more is asked for than the cache can take.
        const auto asked = ranges(*rig.last<wire::Nack>());
        QCOMPARE(asked.size(), size_t(1));
        QVERIFY(asked[0].end - asked[0].start < rig.writer.cacheBytes() / ReceivingRig::Geometry.blockSize);
        QCOMPARE(rig.undecodable, 0);
    }

    void atMostSixtyFourRanges()
    {
        ReceivingRig rig;
        rig.joined();
        std::vector<std::vector<uint8_t>> batch;
        for (uint64_t n = 1; n <= 301; n += 2)
            batch.push_back(rig.data(n, 0, n % 101 + 1));
        rig.deliver(batch);
        rig.pass(5ms);
        const auto asked = ranges(*rig.last<wire::Nack>());
        QCOMPARE(asked.size(), size_t(64));
        QCOMPARE(asked.front(), (wire::Range{2, 2}));
    }

    void aFullCacheSaysSlowDown()
    {
        ReceivingRig rig({.limit = 100, .cacheBytes = 100});
        rig.joined();
        rig.deliverSpm(1, 0, 0);
        for (uint64_t n = 1; n <= 7; ++n)
            rig.deliver({rig.data(n, ReceivingRig::ClientId)});
        QVERIFY(rig.all<wire::Nack>().empty());
        for (uint64_t n = 8; n <= 15; ++n)
            rig.deliver({rig.data(n, ReceivingRig::ClientId)});
        // Three quarters full: one zero NACK, not one per packet; the refused ones are not acknowledged.
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(1));
        QVERIFY(rig.last<wire::Nack>()->ranges.empty());
        QVERIFY(rig.session.counters().refusals > 0);
        const uint64_t taken = rig.writer.blocks().count();
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, taken);
        // Nothing is asked for until the cache is half empty, 100 bytes per second.
        rig.sent.clear();
        rig.pass(400ms);
        QVERIFY(rig.all<wire::Nack>().empty());
        rig.pass(300ms);
        QCOMPARE(ranges(*rig.last<wire::Nack>()).front().start, taken + 1);
        QVERIFY(rig.writer.bytesHeld() <= 50);
    }

    void whoFallsBehindSaysSlowDown()
    {
        ReceivingRig rig;
        rig.session.fallBehind(rig.now);
        QVERIFY(rig.all<wire::Nack>().empty()); // nobody there knows it yet
        rig.joined();
        rig.deliver({rig.data(1, ReceivingRig::ClientId)});
        for (int i = 0; i < 100; ++i)
            rig.session.fallBehind(rig.now);
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(1));
        QVERIFY(rig.last<wire::Nack>()->ranges.empty());
        rig.pass(10ms);
        rig.session.fallBehind(rig.now);
        QCOMPARE(rig.all<wire::Nack>().size(), size_t(2));
        // That is not its disk's fault.
        QCOMPARE(rig.session.counters().slowDowns, uint64_t(0));
    }

    void reports()
    {
        ReceivingRig rig;
        rig.joined();
        rig.pass(3'000ms);
        rig.deliver({rig.data(1), rig.data(2)});
        const uint64_t asked = rig.ms();
        rig.deliver(wire::Qcc{5, 100});
        rig.pass(100ms);
        const auto *report = rig.last<wire::Qcr>();
        QVERIFY(report);
        QCOMPARE(report->qccSeqNo, uint64_t(5));
        QCOMPARE(report->serverTime, asked);
        QCOMPARE(uint64_t(report->backOff), rig.all<wire::Qcr>().back()->at - asked);
        const auto progress = wire::decodeProgress(report->appData);
        QVERIFY(progress);
        QCOMPARE(progress->progress, uint8_t(1)); // 2 of 101
        QCOMPARE(progress->timeInSession, 3u);
        rig.sent.clear();
        rig.deliver(wire::Qcc{5, 100}); // seen
        rig.pass(200ms);
        QVERIFY(rig.all<wire::Qcr>().empty());
        for (int i = 0; i < 2; ++i) { // nobody asks, but the server is there
            rig.pass(10'000ms);
            rig.deliverSpm(static_cast<uint64_t>(1 + i), 0, 2);
        }
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(1));
        QCOMPARE(rig.last<wire::Qcr>()->serverTime, uint64_t(0));
    }

    void aPollIsAnsweredWithTheBitsOfThatMoment()
    {
        ReceivingRig rig;
        rig.joined();
        const std::array<uint8_t, 3> inquiry{0, 3, 1};
        rig.deliver(wire::Poll{1, 200, inquiry});
        rig.deliver({rig.data(1), rig.data(2), rig.data(3, 0, 50)});
        rig.pass(200ms);
        const auto *answer = rig.last<wire::PollAck>();
        QVERIFY(answer);
        QCOMPARE(answer->pollSeqNo, uint64_t(1));
        const auto message = wire::decodeAnswer(answer->appData, ReceivingRig::Geometry);
        QVERIFY(message);
        QCOMPARE(message->ranges.size(), size_t(2));
        QCOMPARE(message->ranges[0], (wire::Range{3, 49}));
        QCOMPARE(message->ranges[1], (wire::Range{51, 101}));
        rig.sent.clear();
        rig.deliver(wire::Poll{1, 200, inquiry});
        const std::array<uint8_t, 3> nonsense{0, 3, 4};
        rig.deliver(wire::Poll{2, 200, nonsense});
        rig.pass(300ms);
        QVERIFY(rig.sent.empty());
    }

    void completeMeansWrittenThenLeave()
    {
        ReceivingRig rig;
        rig.joined();
        std::vector<std::vector<uint8_t>> batch;
        for (uint64_t n = 1; n <= 101; ++n)
            batch.push_back(rig.data(n, 0, 102 - n)); // in any order
        rig.deliver(batch);
        QVERIFY(rig.session.isComplete());
        QCOMPARE(rig.sink.content, rig.content);
        rig.sent.clear();
        rig.session.completed(rig.now);
        rig.pass(500ms);
        const auto leaves = rig.all<wire::Leave>();
        QCOMPARE(leaves.size(), size_t(2));
        QCOMPARE(leaves[1]->at - leaves[0]->at, uint64_t(20));
        QCOMPARE(leaves[0]->as<wire::Leave>()->reason, wire::LeaveComplete);
        QCOMPARE(rig.session.state(), ReceivingState::Ended);
        QCOMPARE(rig.session.deadline(), Instant::max());
    }

    void duplicatesAreWrittenOnce()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1), rig.data(1), rig.data(1, 0, 0, true), rig.data(2, 0, 1)});
        QCOMPARE(rig.sink.writes.size(), size_t(1));
        QCOMPARE(rig.session.counters().duplicates, uint64_t(3));
        QCOMPARE(rig.session.stream().contiguous(), uint64_t(2));
    }

    void kicked_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<ReceivingEnd::Kind>("kind");
        QTest::newRow("policy") << 0 << ReceivingEnd::Kind::KickedPolicy;
        QTest::newRow("fallback") << 1 << ReceivingEnd::Kind::KickedFallback;
        QTest::newRow("fail") << 2 << ReceivingEnd::Kind::KickedFail;
        QTest::newRow("unheard of") << 77 << ReceivingEnd::Kind::KickedFail;
    }
    void kicked()
    {
        QFETCH(const int, reason);
        QFETCH(const ReceivingEnd::Kind, kind);
        ReceivingRig rig;
        rig.joined();
        const std::array other{wire::KickedClient{1, 2}};
        rig.deliver(wire::Kick{std::span<const wire::KickedClient>(other), {}, {}});
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        const std::array both{wire::KickedClient{1, 2},
                              wire::KickedClient{ReceivingRig::ClientId, static_cast<uint8_t>(reason)}};
        const std::array<uint8_t, 4> by{'A', 0, 'l', 0};
        const std::array<uint8_t, 4> why{0xE9, 0, 0x1B, 0}; // é, escape
        rig.deliver(wire::Kick{std::span<const wire::KickedClient>(both), by, why});
        QCOMPARE(rig.session.state(), ReceivingState::Leaving);
        rig.deliver({rig.data(1)}); // nothing is taken any more
        QVERIFY(rig.sink.writes.empty());
        rig.pass(200ms);
        QCOMPARE(rig.session.end().kind, kind);
        QCOMPARE(rig.session.end().by, QStringLiteral("Al"));
        QCOMPARE(rig.session.end().reason, QStringLiteral("\u00E9\u001B"));
        QCOMPARE(rig.all<wire::Leave>().size(), size_t(2));
        QCOMPARE(rig.last<wire::Leave>()->reason, wire::LeaveCancelled);
        QCOMPARE(rig.session.state(), ReceivingState::Ended);
    }

    void demoteMovesAndKeepsTheBlocks()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(40), rig.data(41)});
        const std::array clients{wire::DemotedClient{ReceivingRig::ClientId}};
        const std::span<const wire::DemotedClient> list(clients);
        const wire::Endpoint group{{{239, 0, 0, 112}, 4}, 64133};
        const wire::Endpoint server{{{192, 168, 0, 200}, 4}, 64133};
        rig.deliver(wire::Demote{9, {{{10, 0, 0, 1}, 4}, 64133}, server, list}); // no group
        rig.deliver(wire::Demote{9, {group.address, 0}, server, list});
        QCOMPARE(rig.session.sessionId(), ReceivingRig::SessionId);
        rig.sent.clear();
        QVERIFY(rig.moves.empty());
        const std::array<uint8_t, 4> reason{0xE9, 0, 0x1B, 0};
        rig.deliver(wire::Demote{9, group, server, list, {}, reason});
        QCOMPARE(rig.moves.size(), size_t(1));
        QCOMPARE(rig.moves[0].group, group);
        QCOMPARE(rig.moves[0].sessionId, 9u);
        QCOMPARE(rig.moves[0].by, QString());
        QCOMPARE(rig.moves[0].reason, QStringLiteral("\u00E9\u001B"));
        QCOMPARE(rig.session.state(), ReceivingState::Join);
        QCOMPARE(rig.session.group(), group);
        rig.pass(300ms);
        const auto joins = rig.all<wire::Join>();
        QCOMPARE(joins.size(), size_t(1));
        QCOMPARE(joins[0]->sessionId, 9u);
        QCOMPARE(joins[0]->server, server);
        const auto leaves = rig.all<wire::Leave>();
        QCOMPARE(leaves.size(), size_t(2)); // to the old session
        QCOMPARE(leaves[1]->sessionId, ReceivingRig::SessionId);
        QCOMPARE(leaves[1]->server, ReceivingRig::server());
        QCOMPARE(leaves[1]->as<wire::Leave>()->clientId, ReceivingRig::ClientId);
        rig.deliver({rig.packet(wire::JoinAck{8000, 1, 1, 1, joins[0]->packet.senderTime}, 9)});
        QCOMPARE(rig.session.clientId(), 8000u);
        QVERIFY(rig.writer.blocks().contains(40));
        rig.deliver({rig.packet(wire::Spm{1, 8000, 1, 1, 0, 0, 1}, 9)}); // its numbers start anew
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(0));
    }

    void reportsOftenUntilTheGroupIsHeard()
    {
        ReceivingRig rig;
        rig.joined();
        rig.pass(5'000ms);
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(2)); // after 2 and 4 s: the first one may have been lost
        rig.deliver(wire::Ncf{});
        rig.pass(2'000ms);
        rig.sent.clear();
        rig.pass(18'500ms);
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(0));
        rig.deliver(wire::Ncf{});
        rig.pass(1'500ms);
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(1));
    }

    void silenceEndsIt()
    {
        ReceivingRig rig;
        rig.joined();
        rig.pass(29'000ms);
        rig.deliver(wire::Ncf{});
        rig.pass(29'999ms);
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        rig.deliver({rig.packet(wire::Ncf{}, 1)}); // somebody else's session is no sign of life
        rig.pass(300ms);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::Inactive);
        QCOMPARE(rig.last<wire::Leave>()->reason, wire::LeaveInactive);
    }

    void hostileDatagramsChangeNothing()
    {
        ReceivingRig rig;
        rig.joined();
        const auto good = rig.data(1, ReceivingRig::ClientId);
        // Without its empty options it is a good packet (Choice T07), and the checksum of zeroes is the same.
        const size_t whole = good.size() - 2;
        for (size_t size = 0; size < whole; ++size)
            rig.deliver({{good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}});
        for (size_t i = 0; i < good.size(); ++i) {
            auto forged = good;
            forged[i] ^= 0x40;
            rig.deliver({forged});
        }
        rig.deliver({good}, {{{192, 168, 0, 201}, 4}, 64132});
        rig.deliver({rig.packet(wire::Join{})}); // not for us
        QVERIFY(rig.sent.empty());
        QVERIFY(rig.sink.writes.empty());
        QCOMPARE(rig.session.counters().strangers, uint64_t(1));
        QCOMPARE(rig.session.counters().rejectedTotal(), uint64_t(whole + good.size() + 1));
        rig.deliver({good}, {ReceivingRig::server().address, 1}); // ports are not compared
        QVERIFY(rig.writer.blocks().contains(1));
    }

    void aBlockOutOfRangeIsNotTaken()
    {
        ReceivingRig rig;
        rig.joined();
        wire::Data body;
        std::vector<uint8_t> message(64);
        message.resize(wire::encode(message, wire::BlockData{102, wire::Bytes(message.data(), 10)}));
        body.clientId = ReceivingRig::ClientId;
        body.oDataSeqNo = body.trailODataSeqNo = 1;
        body.data = message;
        rig.deliver(body);
        QVERIFY(rig.sink.writes.empty());
        QCOMPARE(rig.session.counters().rejected[static_cast<size_t>(wire::Rejection::BadValue)],
                 uint64_t(1));
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(0));
        QVERIFY(!ranges(*rig.last<wire::Nack>()).empty()); // missing, and no reason to slow down
    }

    void aFullDiskEndsItWithItsError()
    {
        ReceivingRig rig;
        rig.joined();
        rig.deliver({rig.data(1)});
        rig.sink.failure = Error{ErrorCode::DeviceFull, QStringLiteral("x.part")};
        rig.deliver({rig.data(2)});
        rig.pass(300ms);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::Failed);
        QCOMPARE(rig.session.end().error, rig.sink.failure);
        QCOMPARE(rig.last<wire::Leave>()->reason, wire::LeaveCancelled);
        QVERIFY(!rig.session.isComplete());
    }

    void theSameSeedGivesTheSamePackets()
    {
        const auto play = [](uint64_t seed) {
            ReceivingRig rig({}, seed);
            rig.joined();
            rig.deliverSpm(1, 0, 0, 0, 1, 200);
            rig.deliver({rig.data(1), rig.data(5)});
            rig.deliver(wire::Qcc{1, 1000});
            rig.pass(2000ms);
            std::vector<std::vector<uint8_t>> packets;
            for (const auto &sent : rig.sent)
                packets.push_back(sent.bytes);
            return packets;
        };
        QCOMPARE(play(5), play(5));
        QVERIFY(play(5) != play(6));
    }

    void whatTheGroupNeverBringsEndsEarly()
    {
        ReceivingRig deaf;
        ReceivingSettings settings = ReceivingRig::settings(1);
        settings.parameters.noData = 15s;
        ReceivingSession session(settings, deaf.writer, deaf);
        deaf.sent.clear();
        Instant now = deaf.now;
        session.start(now);
        auto answer =
            deaf.packet(wire::JoinAck{ReceivingRig::ClientId, 2, 2, 1, deaf.sent.front().packet.senderTime});
        const std::array batch{ReceivingSession::Datagram{answer, ReceivingRig::server()}};
        session.receive(batch, now);
        QCOMPARE(session.state(), ReceivingState::Regular);
        session.advance(now + 14'999ms);
        QCOMPARE(session.state(), ReceivingState::Regular);
        QVERIFY(session.deadline() <= now + 15s);
        session.advance(now + 15s);
        QCOMPARE(session.state(), ReceivingState::Leaving);
        QCOMPARE(session.end().kind, ReceivingEnd::Kind::NoData);
    }

    /// Small packets come, those with data do not: what a hole in the path's MTU does.
    void dataThatNeverComeEndIt_data()
    {
        QTest::addColumn<int>("comes");
        QTest::addColumn<bool>("ends");
        QTest::newRow("nothing with data") << 0 << true;
        QTest::newRow("the short one at the end, again and again") << 101 << true;
        QTest::newRow("one that is there already") << 1 << false;
    }
    void dataThatNeverComeEndIt()
    {
        QFETCH(const int, comes);
        QFETCH(const bool, ends);
        ReceivingRig rig({}, 1, nullptr, 10s);
        rig.joined();
        rig.deliver({rig.data(1)});
        for (uint64_t number = 1; number <= 40 && rig.session.state() == ReceivingState::Regular; ++number) {
            rig.deliverSpm(number, 1, number + 1); // the server sends and sends
            if (comes > 0)
                rig.deliver({rig.data(number + 1, 0, uint64_t(comes), true)});
            rig.pass(500ms);
        }
        rig.pass(300ms);
        QCOMPARE(rig.session.state() == ReceivingState::Ended, ends);
        if (ends) {
            QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::NoBlocks);
            QCOMPARE(rig.last<wire::Leave>()->reason, wire::LeaveInactive);
        }
    }

    void aServerThatSendsNoDataIsWaitedFor()
    {
        ReceivingRig rig({}, 1, nullptr, 10s);
        rig.joined();
        rig.deliver({rig.data(1)});
        for (uint64_t number = 1; number <= 40; ++number) { // as a cast that waits for its start
            rig.deliverSpm(number, 1, 1);
            rig.pass(500ms);
        }
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        // Nor is it the data's fault when everything is silent.
        rig.deliverSpm(41, 1, 5);
        rig.pass(29'999ms);
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        rig.pass(300ms);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::Inactive);
    }

    void whatIsSentToUsAloneIsNoOrder()
    {
        ReceivingRig rig;
        rig.joined();
        const std::array us{wire::KickedClient{ReceivingRig::ClientId, 2}};
        auto kick = rig.packet(wire::Kick{std::span<const wire::KickedClient>(us), {}, {}});
        auto data = rig.data(1);
        const std::array batch{ReceivingSession::Datagram{kick, ReceivingRig::server()},
                               ReceivingSession::Datagram{data, ReceivingRig::server()}};
        rig.session.receiveUnicast(batch, rig.now);
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        QCOMPARE(rig.writer.bytesWritten(), uint64_t(0));
        QCOMPARE(rig.session.counters().strangers, uint64_t(2));
        rig.session.receive(batch, rig.now);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::KickedFail);
    }

    void onePacketOfTheGroupIsEnough()
    {
        ReceivingRig rig;
        ReceivingSettings settings = ReceivingRig::settings(1);
        settings.parameters.noData = 15s;
        ReceivingSession session(settings, rig.writer, rig);
        rig.sent.clear();
        session.start(rig.now);
        auto answer =
            rig.packet(wire::JoinAck{ReceivingRig::ClientId, 2, 2, 1, rig.sent.front().packet.senderTime});
        auto spm = rig.packet(wire::Spm{1, 0, 2, 2, 0, 0, 1});
        const std::array batch{ReceivingSession::Datagram{answer, ReceivingRig::server()},
                               ReceivingSession::Datagram{spm, ReceivingRig::server()}};
        session.receive(batch, rig.now);
        session.advance(rig.now + 29s);
        QCOMPARE(session.state(), ReceivingState::Regular);
        session.advance(rig.now + 30s);
        QCOMPARE(session.end().kind, ReceivingEnd::Kind::Inactive);
    }
};

CASTDECK_TEST(ReceivingSessionTest)

} // namespace castdeck::tst_receivingsession
#include "tst_receivingsession.moc"
