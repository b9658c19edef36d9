// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendingrig.h"
#include "support/testprogram.h"
#include "wire/text.h"

#include <QFile>
#include <QTest>
#include <array>

namespace castdeck::tst_sendingsession
{

using namespace std::chrono_literals;

namespace
{

const wire::Endpoint A = SendingRig::client(1);
const wire::Endpoint B = SendingRig::client(2);

std::vector<uint64_t> numbers(const std::vector<wire::Data> &packets)
{
    std::vector<uint64_t> result;
    for (const wire::Data &packet : packets)
        result.push_back(packet.oDataSeqNo);
    return result;
}

/// Acknowledges everything until the session stops sending.
void drain(SendingRig &rig, uint32_t master, const wire::Endpoint &from)
{
    uint64_t acknowledged = 0;
    for (;;) {
        const auto data = rig.all<wire::Data>();
        if (data.empty() || data.back().oDataSeqNo == acknowledged)
            return;
        acknowledged = data.back().oDataSeqNo;
        rig.ack(master, from, acknowledged);
    }
}

} // namespace

class TestSendingSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinAckGoesOutThreeTimesThenTheEntryDies()
    {
        SendingRig rig(10'000);
        rig.say(rig.joinPacket(), A, 4242);
        const Instant start = rig.now;
        rig.pass(3s);
        const auto acks = rig.all<wire::JoinAck>();
        QCOMPARE(acks.size(), size_t(3));
        QCOMPARE(acks[0].clientId, 7001U);
        QCOMPARE(acks[2].clientTime, uint64_t(4242));
        QCOMPARE(rig.last<wire::JoinAck>()->to, A);
        QCOMPARE(rig.times<wire::JoinAck>(), (std::vector<Instant>{start, start + 500ms, start + 1000ms}));
        QVERIFY(rig.session->snapshot(rig.now).clients.isEmpty());
    }

    void repeatedJoinKeepsTheId()
    {
        SendingRig rig(10'000);
        const uint32_t id = rig.join(A);
        rig.say(rig.joinPacket(), A, 99);
        const auto answer = std::get<wire::JoinAck>(rig.last<wire::JoinAck>()->body);
        QCOMPARE(answer.clientId, id);
        QCOMPARE(answer.clientTime, uint64_t(99));
        QCOMPARE(rig.session->snapshot(rig.now).clients.size(), 1);
        QVERIFY(rig.join(SendingRig::client(1, 40001)) != id);
    }

    void fullSessionIgnoresJoin()
    {
        SessionParameters parameters;
        parameters.clientsMax = 2;
        SendingRig rig(10'000, parameters);
        rig.join(A);
        rig.join(B);
        rig.forget();
        QCOMPARE(rig.join(SendingRig::client(3)), 0U);
    }

    void theSlowestThatAnsweredBecomesMaster()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        const uint32_t b = rig.join(B);
        QVERIFY(rig.session->snapshot(rig.now).state == SessionState::Waiting);
        rig.answerQcc(a, A);
        const auto qcc = *rig.last<wire::Qcc>();
        rig.now += 9ms;
        wire::Qcr late;
        late.clientId = b;
        late.qccSeqNo = std::get<wire::Qcc>(qcc.body).qccSeqNo;
        late.serverTime = qcc.senderTime;
        rig.say(late, B);
        rig.pass(100ms);
        const SessionSnapshot shown = rig.session->snapshot(rig.now);
        QCOMPARE(shown.masterClientId, ClientId(b));
        QVERIFY(shown.state == SessionState::Sending);
        QCOMPARE(std::get<wire::Spm>(rig.last<wire::Spm>()->body).masterClientId, b);
        QCOMPARE(shown.clients.size(), 2);
    }

    void aHeldSessionAsksNothingUntilItIsStarted()
    {
        SendingRig rig(10'000);
        rig.settings.waitsForStart = true;
        rig.session = std::make_unique<SendingSession>(
            rig.settings,
            std::make_unique<WaitingReader>(ContentSource::fromPath(rig.file.fileName()).value()),
            std::make_shared<ClientIds>(), rig, rig.now);
        const uint32_t a = rig.join(A);
        rig.answerQcc(a, A);
        rig.pass(900ms);
        QVERIFY(rig.session->snapshot(rig.now).masterClientId.isValid());
        QVERIFY(rig.session->snapshot(rig.now).state == SessionState::Waiting);
        QVERIFY(rig.all<wire::Poll>().empty());
        rig.session->startTransmission();
        rig.session->advance(rig.now);
        QCOMPARE(rig.all<wire::Poll>().size(), size_t(1));
        QVERIFY(rig.session->snapshot(rig.now).state == SessionState::Sending);
    }

    void theFirstQuestionWaitsForWhoComesCloseBehind_data()
    {
        QTest::addColumn<int>("gap");   // ms between two machines
        QTest::addColumn<int>("asked"); // ms after the first
        QTest::newRow("one alone") << 1000 << 20;
        QTest::newRow("a crowd") << 15 << 200;
    }
    void theFirstQuestionWaitsForWhoComesCloseBehind()
    {
        QFETCH(const int, gap);
        QFETCH(const int, asked);
        SendingRig rig(10'000);
        const Instant start = rig.now;
        rig.answerQcc(rig.join(A), A);
        for (uint8_t host = 2; rig.now + std::chrono::milliseconds(gap) < start + 300ms; ++host) {
            rig.pass(std::chrono::milliseconds(gap));
            const auto from = SendingRig::client(host);
            rig.answerQcc(rig.join(from), from);
        }
        rig.pass(300ms);
        const Instant first = rig.times<wire::Poll>().front();
        QVERIFY2(first >= start + std::chrono::milliseconds(asked) &&
                     first < start + std::chrono::milliseconds(asked + 15),
                 qPrintable(QString::number((first - start) / 1ms)));
    }

    void soDoesTheFirstOfTheNextCrowd()
    {
        SendingRig rig(10'000);
        rig.leave(rig.master(A), A, wire::LeaveComplete);
        rig.pass(5s);
        rig.forget();
        rig.answerQcc(rig.join(A), A);
        rig.pass(15ms);
        QVERIFY(rig.all<wire::Poll>().empty());
        rig.pass(15ms);
        QCOMPARE(rig.all<wire::Poll>().size(), size_t(1));
    }

    void whoIsFarAwayHasMoreTimeWithEachQuestion()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.master(A);
        // Its answer takes 180 ms, and its round trip was measured to be one.
        for (int i = 0; i < 8 && rig.all<wire::Data>().empty(); ++i) {
            const uint64_t asked = std::get<wire::Poll>(rig.last<wire::Poll>()->body).pollSeqNo;
            rig.pass(180ms);
            if (std::get<wire::Poll>(rig.last<wire::Poll>()->body).pollSeqNo == asked)
                rig.answerPoll(a, A, {{1, 8}});
        }
        QVERIFY(!rig.all<wire::Data>().empty());
    }

    void whoAsksForRepairsForEverHoldsUpNoRound()
    {
        SendingRig rig(20 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 20}});
        rig.answerPoll(b, B, {{1, 20}});
        drain(rig, a, A);
        rig.ack(a, A, 20);
        const size_t asked = rig.all<wire::Poll>().size();
        for (int i = 0; i < 20; ++i) {
            rig.nack(b, B, {{7, 7}});
            rig.pass(10ms);
        }
        QVERIFY(rig.all<wire::Poll>().size() > asked);
    }

    void whoWasLedHereIsWaitedForALittle()
    {
        SendingRig rig(10'000);
        rig.answerQcc(rig.join(A), A);
        rig.pass(15ms);
        rig.session->expectClients(rig.now + 30s, rig.now);
        rig.pass(15ms);
        QVERIFY(rig.all<wire::Poll>().empty());
        rig.pass(10ms);
        QCOMPARE(rig.all<wire::Poll>().size(), size_t(1));
    }

    void aQuestionIsNotHeldUpByWhoComesAfterIt()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.master(A);
        QCOMPARE(std::get<wire::Poll>(rig.last<wire::Poll>()->body).backOff, uint16_t(1));
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 8}});
        QVERIFY(!rig.all<wire::Data>().empty());
        // It is asked with the others next time, and each has a millisecond to answer in.
        drain(rig, a, A);
        rig.pass(100ms);
        QCOMPARE(rig.all<wire::Poll>().size(), size_t(2));
        QCOMPARE(std::get<wire::Poll>(rig.last<wire::Poll>()->body).backOff, uint16_t(2));
        const size_t sent = rig.all<wire::Data>().size();
        rig.answerPoll(b, B, {{3, 3}});
        QCOMPARE(rig.all<wire::Data>().size(), sent);
        rig.answerPoll(a, A, {});
        QCOMPARE(rig.all<wire::Data>().size(), sent + 1);
    }

    void everyQcrActivates()
    {
        SendingRig rig(10'000);
        rig.join(A);
        rig.say(rig.joinPacket(), B);
        wire::Qcr qcr;
        qcr.clientId = std::get<wire::JoinAck>(rig.last<wire::JoinAck>()->body).clientId;
        qcr.qccSeqNo = 1;
        rig.say(qcr, B);
        QVERIFY(rig.session->snapshot(rig.now).clients.last().state == ClientState::Receiving);
    }

    void blocksArriveInOrderWithinTheWindow()
    {
        SendingRig rig(100 * 1413 - 5);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 100}});
        QCOMPARE(numbers(rig.all<wire::Data>()), (std::vector<uint64_t>{1}));
        rig.ack(a, A, 1);
        QCOMPARE(numbers(rig.all<wire::Data>()), (std::vector<uint64_t>{1, 2, 3, 4}));
        drain(rig, a, A);

        const auto data = rig.all<wire::Data>();
        QCOMPARE(data.size(), size_t(100));
        const wire::ContentGeometry geometry{static_cast<uint64_t>(rig.content.size()), 1413};
        for (size_t i = 0; i < data.size(); ++i) {
            const auto block = wire::decodeBlock(data[i].data, geometry);
            QVERIFY(block.has_value());
            QCOMPARE(block->blockNumber, i + 1);
            QCOMPARE(QByteArray(reinterpret_cast<const char *>(block->data.data()),
                                static_cast<qsizetype>(block->data.size())),
                     rig.block(i + 1));
            QCOMPARE(data[i].clientId, a);
            QVERIFY(data[i].trailODataSeqNo >= 1 && data[i].trailODataSeqNo <= data[i].oDataSeqNo);
        }
        for (const auto &datagram : rig.sent)
            QVERIFY(datagram.bytes.size() <= 1472);
    }

    void acksOfOthersAndOfTheFutureCountNothing()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 100}});
        rig.answerPoll(b, B, {{1, 100}});
        rig.ack(b, B, 1);
        rig.ack(a, A, 2);
        rig.ack(a, A, UINT64_MAX);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(1));
        rig.ack(a, A, 1);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(4));
    }

    void nackIsAnnouncedAndRepairedOnce()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 100}});
        rig.answerPoll(b, B, {{1, 100}});
        rig.ack(a, A, 1);
        rig.ack(a, A, 4); // window 9, of which a quarter is for repairs
        rig.forget();

        const std::vector<wire::Range> missing{{6, 7}};
        rig.nack(b, B, missing);
        const auto packets = rig.packets();
        QCOMPARE(packets.size(), size_t(3));
        QCOMPARE(std::get<wire::Ncf>(packets[0].body).ranges[0], (wire::Range{6, 7}));
        const auto repairs = rig.all<wire::Data>();
        QVERIFY(repairs[0].repair);
        QCOMPARE(numbers(repairs), (std::vector<uint64_t>{6, 7}));
        const auto block =
            wire::decodeBlock(repairs[1].data, {static_cast<uint64_t>(rig.content.size()), 1413});
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(block->data.data()), 1413), rig.block(7));

        rig.nack(b, B, missing);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(2));
        rig.pass(10ms);
        rig.nack(b, B, missing);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(4));
        QCOMPARE(rig.session->snapshot(rig.now).counters.repairPackets, uint64_t(4));
    }

    void hostileNackRangesCostLittleAndRepairNothing()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 100}});
        rig.forget();
        const std::vector<wire::Range> missing{
            {0, UINT64_MAX}, {5, 2}, {UINT64_MAX, UINT64_MAX}, {50, UINT64_MAX}};
        rig.nack(a, A, missing, UINT64_MAX);
        QVERIFY(rig.all<wire::Data>().empty());
        QVERIFY(rig.all<wire::Ncf>().empty());
    }

    void nackCutsTheWindowOncePerLossEvent()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        rig.ack(a, A, 1);
        rig.ack(a, A, 4);
        const uint64_t lead = rig.all<wire::Data>().back().oDataSeqNo; // window 9: 5…13
        QCOMPARE(lead, uint64_t(13));
        for (int i = 0; i < 5; ++i)
            rig.nack(a, A, {{5, 6}}, wire::LossRateOne);
        rig.pass(10ms);
        rig.forget();
        rig.ack(a, A, 13); // 9 → 6.75, a 64th of nine and one for each 6.75: 8.2
        QCOMPARE(rig.all<wire::Data>().size(), size_t(8));
    }

    /// New data goes on while a hole is mended, but not for ever.
    void aHoleDoesNotCloseTheWindow()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        rig.ack(a, A, 1);
        rig.ack(a, A, 4); // window 9: up to 13
        const auto lead = [&rig] { return rig.all<wire::Data>().back().oDataSeqNo; };
        QCOMPARE(lead(), uint64_t(13));
        wire::Ack ack;
        ack.clientId = a;
        ack.oDataSeqNo = 4;
        const auto sees = [&](uint64_t highest) {
            ack.hiODataSeqNo = highest;
            rig.say(ack, A);
            return lead();
        };
        QCOMPARE(sees(8), uint64_t(17));
        QCOMPARE(sees(6), uint64_t(17)); // late
        QCOMPARE(sees(UINT64_MAX), uint64_t(26));
        QCOMPARE(sees(26), uint64_t(35));
        QCOMPARE(sees(35), uint64_t(40)); // four windows wait for number 5
        QCOMPARE(sees(40), uint64_t(40));
        QCOMPARE(rig.session->snapshot(rig.now).counters.acknowledgedBytes, uint64_t(4 * 1413));
        rig.ack(a, A, 40);
        QVERIFY(lead() > 40);
    }

    /// They share the window with the data, and are never without a part of it.
    void repairsArePaced()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        rig.ack(a, A, 1);
        rig.ack(a, A, 4); // window 9: 5…13
        rig.forget();
        rig.nack(a, A, {{5, 13}});
        QCOMPARE(numbers(rig.all<wire::Data>()), (std::vector<uint64_t>{5, 6, 7}));
        rig.pass(1ms); // a round trip
        QCOMPARE(numbers(rig.all<wire::Data>()), (std::vector<uint64_t>{5, 6, 7, 8, 9, 10}));
        rig.pass(5ms);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(9));
        for (const wire::Data &data : rig.all<wire::Data>())
            QVERIFY(data.repair);
    }

    void twoZeroNacksMakeAMaster()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 500}});
        rig.answerPoll(b, B, {{1, 500}});
        rig.pass(150ms);
        rig.nack(b, B, {});
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(a));
        rig.pass(20ms);
        rig.nack(b, B, {});
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
        // It learns so at once: the packets that are on their way to it name the other.
        QCOMPARE(std::get<wire::Spm>(rig.last<wire::Spm>()->body).masterClientId, b);
        QCOMPARE(rig.times<wire::Spm>().back(), rig.now);
    }

    void lossyClientReplacesTheMaster()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 500}});
        rig.answerPoll(b, B, {{1, 500}});
        rig.ack(a, A, 1);
        rig.pass(150ms);
        rig.nack(b, B, {{2, 2}}, wire::LossRateOne / 50);
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
    }

    void masterThatLeavesIsReplacedAtOnce()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.forget();
        rig.leave(a, A, wire::LeaveCancelled);
        QCOMPARE(rig.all<wire::Qcc>().size(), size_t(1));
        QCOMPARE(rig.departures.size(), size_t(1));
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Left);
        rig.answerQcc(b, B);
        rig.pass(50ms);
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
    }

    void silentMasterCostsAboutASecond()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 500}});
        rig.answerPoll(b, B, {{1, 500}});
        rig.forget();
        rig.pass(1300ms);
        QVERIFY(!rig.all<wire::Qcc>().empty());
        rig.answerQcc(b, B);
        rig.pass(600ms);
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
    }

    void aWrongEchoSilencesNobody()
    {
        // It answers with a time of long ago whatever it answers, and once it is the master, nothing more.
        SendingRig rig(500 * 1413);
        rig.now += 24h;
        const uint32_t b = rig.join(B);
        rig.say(rig.joinPacket(), A);
        wire::Qcr wrong;
        wrong.clientId = std::get<wire::JoinAck>(rig.last<wire::JoinAck>()->body).clientId;
        wrong.serverTime = 1;
        rig.say(wrong, A);
        wrong.qccSeqNo = 1;
        rig.say(wrong, A);
        rig.answerQcc(b, B);
        rig.pass(30ms); // all have answered: nobody is waited for
        QVERIFY(rig.session->snapshot(rig.now).masterClientId.isValid());
        QVERIFY(rig.session->snapshot(rig.now).clients[1].roundTrip == 0); // such an echo is none
        rig.forget();
        Instant heard = rig.now;
        Duration silence{};
        for (int i = 0; i < 600; ++i) {
            const size_t before = rig.sent.size();
            rig.pass(100ms);
            wire::Ack nothing;
            nothing.clientId = wrong.clientId;
            nothing.serverTime = 1;
            rig.say(nothing, A);
            if (rig.sent.size() > before)
                heard = rig.now;
            silence = std::max(silence, rig.now - heard);
        }
        QVERIFY2(silence < 5s, qPrintable(QString::number(silence / 1ms)));
    }

    void anAckCannotMakeItsSenderSlowerThanItIs()
    {
        SendingRig rig(500 * 1413);
        rig.now += 24h;
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        rig.forget();
        wire::Ack ack;
        ack.clientId = a;
        for (uint64_t i = 0; i < 100; ++i) {
            rig.pass(3ms);
            ack.oDataSeqNo = rig.session->snapshot(rig.now).counters.dataPackets;
            ack.serverTime = i % 2; // 0 is no echo, 1 a day ago
            rig.say(ack, A);
        }
        const uint32_t shown = rig.session->snapshot(rig.now).clients[0].roundTrip;
        QVERIFY2(shown <= 20, qPrintable(QString::number(shown)));
        QVERIFY(shown >= 3);
    }

    void whereSlowClientsAreJudgedAPauseMayBeLonger_data()
    {
        QTest::addColumn<bool>("judged");
        QTest::addColumn<Duration>("first");
        QTest::addColumn<Duration>("second");
        QTest::newRow("nobody judges") << false << Duration(500ms) << Duration(250ms);
        QTest::newRow("a policy judges") << true << Duration(2s) << Duration(1s);
    }
    void whereSlowClientsAreJudgedAPauseMayBeLonger()
    {
        QFETCH(const bool, judged);
        QFETCH(const Duration, first);
        QFETCH(const Duration, second);
        SendingRig rig(5000 * 1413);
        rig.session->setSlowClientsJudged(judged);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 5000}});
        rig.answerPoll(b, B, {{1, 5000}});
        for (const Duration patience : {first, second}) {
            const Instant since = rig.now;
            const size_t told = rig.troubles.size();
            while (rig.troubles.size() == told && rig.now - since < 10s) {
                rig.pass(10ms);
                rig.ack(a, A, 0);
            }
            QVERIFY2(rig.now - since >= patience && rig.now - since < patience + 100ms,
                     qPrintable(QString::number((rig.now - since) / 1ms)));
            // The other one does not answer: there is nobody better.
            rig.answerQcc(a, A);
            while (rig.session->snapshot(rig.now).masterClientId != ClientId(a) && rig.now - since < 10s)
                rig.pass(10ms);
        }
    }

    /// From the moment that the policy is another one.
    void whoIsNotJudgedAnyMoreIsNotWaitedForLonger()
    {
        SendingRig rig(5000 * 1413);
        rig.session->setSlowClientsJudged(true);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 5000}});
        rig.answerPoll(rig.join(B), B, {{1, 5000}});
        rig.pass(1s);
        QVERIFY(rig.troubles.empty());
        rig.session->setSlowClientsJudged(false);
        rig.pass(10ms);
        QCOMPARE(rig.troubles.size(), size_t(1));
    }

    void aMasterThatStandsStillLosesTheWindow_data()
    {
        QTest::addColumn<bool>("acknowledges");
        QTest::newRow("silent") << false;
        QTest::newRow("acknowledges and never advances") << true;
    }
    /// The first time it is waited for half a second, then half of that; after the third it is nobody's
    /// master while there is another, and its NACKs are not answered.
    void aMasterThatStandsStillLosesTheWindow()
    {
        QFETCH(bool, acknowledges);
        SendingRig rig(5000 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 5000}});
        rig.answerPoll(b, B, {{1, 5000}});
        const std::vector<wire::Range> missing{{1, 1}};
        Duration stood{};
        for (int time = 0; time < 3; ++time) {
            QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(a));
            const Instant since = rig.now;
            while (rig.session->snapshot(rig.now).masterClientId == ClientId(a) && rig.now - since < 3s) {
                rig.pass(10ms);
                if (acknowledges)
                    rig.ack(a, A, 0);
            }
            stood += rig.now - since;
            QCOMPARE(rig.troubles.size(), size_t(time + 1));
            QCOMPARE(rig.troubles.back().client, ClientId(a));
            rig.answerQcc(a, A);
            rig.answerQcc(b, B); // whoever never stood still is preferred
            QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
            rig.ack(b, B, rig.session->snapshot(rig.now).counters.dataPackets);
            rig.pass(150ms);
            rig.ack(b, B, rig.session->snapshot(rig.now).counters.dataPackets);
            rig.nack(a, A, missing, wire::LossRateOne); // has the greatest loss, so it is the master again
        }
        QVERIFY2(stood < 1500ms, qPrintable(QString::number(stood / 1ms)));
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
        rig.forget();
        rig.nack(a, A, missing, wire::LossRateOne);
        QVERIFY(rig.all<wire::Data>().empty() && rig.all<wire::Ncf>().empty());

        // It does not begin anew by joining again.
        rig.leave(a, A, wire::LeaveCancelled);
        const uint32_t again = rig.join(SendingRig::client(1, 40001));
        rig.pass(150ms);
        rig.nack(again, SendingRig::client(1, 40001), missing, wire::LossRateOne);
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(b));
        // When nobody else is left it is served.
        rig.leave(b, B, wire::LeaveComplete);
        rig.answerQcc(again, SendingRig::client(1, 40001));
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(again));
    }

    void whoeverIsAloneIsWaitedFor()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        const auto standStill = [&](int seconds) {
            for (int i = 0; i < seconds * 10; ++i) {
                rig.pass(100ms);
                rig.ack(a, A, 0);
            }
        };
        standStill(29);
        QCOMPARE(rig.session->snapshot(rig.now).masterClientId, ClientId(a));
        QVERIFY(rig.troubles.empty() && rig.all<wire::Kick>().empty());
        standStill(2); // it shall not keep the session for ever
        QCOMPARE(rig.all<wire::Kick>()[0].clients[0], (wire::KickedClient{a, wire::KickFallback}));
    }

    void whoIgnoresAKickDoesNotKeepTheSession()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.session->disconnectClient(ClientId(a), {}, rig.now);
        for (int i = 0; i < 80 && !rig.session->end(); ++i) {
            rig.pass(1s);
            wire::Qcr report;
            report.clientId = a;
            rig.say(report, A);
        }
        QVERIFY(rig.session->end().has_value());
        QVERIFY(!rig.departures.empty());
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Vanished);
    }

    void whoeverIsStuckIsSentToGetItAnotherWay_data()
    {
        QTest::addColumn<int>("progress"); // percent after the loss of the window
        QTest::newRow("stuck") << 0;
        QTest::newRow("gets on") << 3;
    }
    void whoeverIsStuckIsSentToGetItAnotherWay()
    {
        QFETCH(int, progress);
        SendingRig rig(5000 * 1413);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.answerPoll(a, A, {{1, 5000}});
        rig.answerPoll(b, B, {{1, 5000}});
        rig.pass(810ms);
        rig.answerQcc(b, B);
        QCOMPARE(rig.troubles.size(), size_t(1));
        for (int i = 0; i < 110; ++i) {
            rig.pass(100ms);
            rig.ack(b, B, rig.session->snapshot(rig.now).counters.dataPackets);
            wire::Qcr report;
            report.clientId = a;
            std::array<uint8_t, 32> data{};
            report.appData = std::span(data).first(wire::encode(data, wire::Progress{1, uint8_t(progress)}));
            rig.say(report, A);
        }
        const auto kicks = rig.all<wire::Kick>();
        QCOMPARE(kicks.empty(), progress > 0);
        if (kicks.empty())
            return;
        QCOMPARE(kicks[0].clients[0], (wire::KickedClient{a, wire::KickFallback}));
        QVERIFY(wire::textFromUtf16(kicks[0].reason).contains(QStringLiteral("does not get on")));
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.departures.back().kind == ClientDeparture::Kind::Disconnected);
        QCOMPARE(rig.departures.back().order.by, QStringLiteral("sick-machine rule"));
    }

    void whoWasSentAwayAndComesBackIsSentAwayAgain_data()
    {
        QTest::addColumn<bool>("demoted");
        QTest::newRow("kicked") << false;
        QTest::newRow("demoted") << true;
    }
    void whoWasSentAwayAndComesBackIsSentAwayAgain()
    {
        QFETCH(bool, demoted);
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A, true);
        const uint32_t b = rig.join(B);
        if (demoted)
            rig.session->demoteClient(
                ClientId(a), {SessionId(99), {{{239, 1, 2, 9}, 4}, 64009}, {{{127, 0, 0, 1}, 4}, 64009}}, {},
                rig.now);
        else
            rig.session->disconnectClient(ClientId(a), {}, rig.now);
        for (int i = 0; i < 14; ++i) {
            rig.pass(5s);
            rig.answerQcc(b, B);
        }
        QVERIFY(rig.departures.back().kind == ClientDeparture::Kind::Vanished);
        rig.forget();
        wire::Qcr report; // it was suspended all the time
        report.clientId = a;
        rig.say(report, A);
        const auto clients = rig.session->snapshot(rig.now).clients;
        QCOMPARE(clients.size(), 2);
        QVERIFY(clients[0].state == ClientState::Disconnecting);
        QCOMPARE(rig.all<wire::Kick>().empty(), demoted);
        QCOMPARE(rig.all<wire::Demote>().empty(), !demoted);
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.departures.back().kind != ClientDeparture::Kind::Vanished);
    }

    void repairsKeepTheRateLimit()
    {
        SendingRig rig(2000 * 1413);
        const uint64_t rate = 100 * 1413;
        rig.session->setRateLimit(rate, rig.now);
        const uint32_t a = rig.master(A);
        std::vector<uint32_t> greedy;
        for (uint8_t host = 10; host < 20; ++host)
            greedy.push_back(rig.join(SendingRig::client(host)));
        rig.answerPoll(a, A, {{1, 2000}});
        rig.pass(400ms);
        const Instant start = rig.now;
        const SendingCounters before = rig.session->snapshot(rig.now).counters;
        const std::vector<wire::Range> everything{{1, 2000}};
        for (int i = 0; i < 500; ++i) {
            rig.pass(10ms);
            rig.ack(a, A, rig.session->snapshot(rig.now).counters.dataPackets);
            for (size_t k = 0; k < greedy.size(); ++k) {
                rig.nack(greedy[k], SendingRig::client(uint8_t(10 + k)), everything);
            }
            const SendingCounters now = rig.session->snapshot(rig.now).counters;
            const double bytes =
                double(now.dataBytes + now.repairBytes - before.dataBytes - before.repairBytes);
            const double most =
                double(rate) * std::chrono::duration<double>(rig.now - start).count() + 2 * 1413;
            QVERIFY2(bytes <= most, qPrintable(QStringLiteral("%1 of %2").arg(bytes).arg(most)));
        }
        const SendingCounters after = rig.session->snapshot(rig.now).counters;
        QVERIFY(after.repairPackets > before.repairPackets);
        QVERIFY(after.dataPackets > before.dataPackets);
    }

    void aPassingSendErrorIsSaidOnceAndALastingOneEndsTheSession()
    {
        const Error error{ErrorCode::NetworkFailure, QStringLiteral("message too long")};
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.session->cannotSend(error, rig.now);
        rig.pass(2s);
        rig.session->cannotSend(error, rig.now);
        QCOMPARE(rig.troubles.size(), size_t(1));
        QVERIFY(rig.troubles[0].kind == SessionTrouble::Kind::CannotSend);
        QCOMPARE(rig.troubles[0].reason, error.detail);
        rig.pass(10s); // it has passed
        rig.forget();
        rig.session->cannotSend(error, rig.now);
        QVERIFY(rig.all<wire::Kick>().empty());
        for (int i = 0; i < 3; ++i) {
            rig.pass(1s);
            rig.session->cannotSend(error, rig.now);
        }
        const auto kicks = rig.all<wire::Kick>();
        QCOMPARE(kicks.size(), size_t(1));
        QCOMPARE(kicks[0].clients[0], (wire::KickedClient{a, wire::KickFallback}));
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.session->end()->kind == SessionEnd::Kind::Failed);
        QCOMPARE(rig.session->end()->error->detail, error.detail);
    }

    void controlPacketsWaitForRoomToo()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.forget();
        rig.room = 0;
        rig.session->disconnectClient(ClientId(a), {}, rig.now);
        QVERIFY(rig.all<wire::Kick>().empty());
        QVERIFY(rig.session->waitsForRoom());
        rig.room = SIZE_MAX;
        rig.session->advance(rig.now);
        QCOMPARE(rig.all<wire::Kick>().size(), size_t(1));
        QVERIFY(!rig.session->waitsForRoom());
    }

    void aBlockedBurstGoesOutOrIsGivenUpInEveryState_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("Qcc") << false;
        QTest::newRow("Closing") << true;
    }
    void aBlockedBurstGoesOutOrIsGivenUpInEveryState()
    {
        QFETCH(bool, closes);
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.join(B);
        rig.answerPoll(a, A, {{1, 100}});
        rig.pass(100ms);
        rig.room = 0;
        rig.ack(a, A, 1);
        QVERIFY(rig.session->waitsForRoom());
        if (closes)
            rig.session->terminate({}, rig.now);
        else
            rig.leave(a, A, wire::LeaveCancelled);
        rig.room = SIZE_MAX;
        rig.session->advance(rig.now);
        QVERIFY(!rig.session->waitsForRoom()); // or the thread would be woken for it without end
    }

    void aStallIsProbedOnce()
    {
        SendingRig rig(500 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 500}});
        rig.forget();
        rig.pass(100ms); // the first packet fills the window; the next SPM would be due after 220 ms
        QCOMPARE(rig.times<wire::Spm>().size(), size_t(1));
        QCOMPARE(rig.all<wire::Spm>()[0].masterClientId, a);
        rig.ack(a, A, 1);
        rig.forget();
        rig.pass(40ms); // the ACK was its answer: the next stall is probed again
        QCOMPARE(rig.times<wire::Spm>().size(), size_t(1));
        rig.forget();
        for (int i = 0; i < 9; ++i) {
            rig.pass(20ms);
            rig.ack(a, A, 1); // to the probe; brings nothing new: it is the same stall
        }
        QVERIFY(rig.times<wire::Spm>().size() <= 1); // the regular one
    }

    void deadClientIsNamedAndMayReturn()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A, u"PC-DEAD");
        const uint32_t b = rig.join(B);
        for (int i = 0; i < 13; ++i) {
            rig.pass(5s);
            rig.answerQcc(b, B);
        }
        QCOMPARE(rig.departures.size(), size_t(1));
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Vanished);
        QCOMPARE(rig.departures[0].name, QStringLiteral("PC-DEAD"));
        QCOMPARE(rig.session->snapshot(rig.now).clients.size(), 1);

        rig.answerQcc(a, SendingRig::client(1, 40001));
        QCOMPARE(rig.session->snapshot(rig.now).clients.size(), 1);
        rig.answerQcc(a, A);
        QCOMPARE(rig.session->snapshot(rig.now).clients.size(), 2);
    }

    void clientThatHearsNoMulticastIsShown()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.pass(6s);
        QVERIFY(rig.session->snapshot(rig.now).clients[0].state == ClientState::NoData);
        rig.answerQcc(a, A);
        QVERIFY(rig.session->snapshot(rig.now).clients[0].state == ClientState::Receiving);
    }

    void silenceAndStandstillAreShownWithTheirBeginning()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        const uint32_t b = rig.join(B);
        const auto shown = [&](uint32_t id) {
            const auto all = rig.session->snapshot(rig.now).clients;
            return *std::find_if(all.begin(), all.end(),
                                 [id](const auto &client) { return client.id == ClientId(id); });
        };
        rig.answerQcc(a, A);
        rig.answerQcc(b, B);
        const Instant heard = rig.now;
        rig.pass(3s);
        rig.answerQcc(b, B);
        QVERIFY(!shown(a).silentSince && !shown(b).silentSince);
        rig.pass(4s);
        rig.answerQcc(b, B);
        QCOMPARE(shown(a).silentSince, heard);
        QVERIFY(!shown(b).silentSince);
        rig.answerQcc(a, A);
        QVERIFY(!shown(a).silentSince);

        // One that hears nothing owes nothing: it has a state of its own.
        SendingRig deaf(10'000);
        deaf.join(A);
        deaf.pass(9s);
        const ClientSnapshot client = deaf.session->snapshot(deaf.now).clients[0];
        QVERIFY(client.state == ClientState::NoData && !client.silentSince);

        // Alone, so that it keeps the window while it takes nothing.
        SendingRig lone(100'000);
        const uint32_t master = lone.master(A);
        lone.answerPoll(master, A, {{1, 70}});
        const auto lonely = [&] { return lone.session->snapshot(lone.now).clients[0]; };
        const auto answer = [&](int times) {
            for (int i = 0; i < times; ++i) {
                lone.pass(200ms);
                lone.ack(master, A, 0);
            }
        };
        answer(5);
        QVERIFY(!lonely().stalledSince);
        answer(20);
        const auto since = lonely().stalledSince;
        QVERIFY(since);
        answer(5);
        QCOMPARE(lonely().stalledSince, since);
    }

    void kickIsRepeatedUntilLeave()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.join(B);
        rig.forget();
        const Instant start = rig.now;
        rig.session->disconnectClient(
            ClientId(a), {DisconnectType::Fallback, QStringLiteral("wrong room"), QStringLiteral("root")},
            rig.now);
        rig.pass(17s);
        QCOMPARE(rig.times<wire::Kick>(), (std::vector<Instant>{start, start + 200ms, start + 700ms,
                                                                start + 1700ms, start + 16700ms}));
        const auto kick = std::get<wire::Kick>(rig.last<wire::Kick>()->body);
        QCOMPARE(kick.clients.size(), size_t(1));
        QCOMPARE(kick.clients[0], (wire::KickedClient{a, wire::KickFallback}));
        QCOMPARE(kick.reason.size(), size_t(20));
        QVERIFY(rig.session->snapshot(rig.now).clients[0].state == ClientState::Disconnecting);
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.departures.back().kind == ClientDeparture::Kind::Disconnected);
        rig.forget();
        rig.pass(40s);
        QVERIFY(rig.all<wire::Kick>().empty());
    }

    void terminateWaitsForEveryLeave()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.master(A);
        const uint32_t b = rig.join(B);
        rig.forget();
        rig.session->terminate({DisconnectType::Abort, {}, {}}, rig.now);
        const auto kick = std::get<wire::Kick>(rig.last<wire::Kick>()->body);
        QCOMPARE(kick.clients.size(), size_t(2));
        QCOMPARE(kick.clients[0].reason, wire::KickFail);
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(!rig.session->end());
        rig.join(SendingRig::client(3));
        QVERIFY(rig.all<wire::JoinAck>().empty());
        rig.leave(b, B, wire::LeaveCancelled);
        QVERIFY(rig.session->end().has_value());
        QVERIFY(rig.session->end()->kind == SessionEnd::Kind::Terminated);
        QCOMPARE(rig.session->end()->disconnected, 2U);
        QVERIFY(rig.session->end()->unansweredNames.isEmpty());
    }

    void terminateNamesThoseWhoNeverAnswer()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.join(B, u"PC-MUTE");
        rig.say(rig.joinPacket(), SendingRig::client(3)); // Pending: told, not waited for
        rig.forget();
        const Instant start = rig.now;
        rig.session->terminate({DisconnectType::Abort, {}, {}}, rig.now);
        rig.leave(a, A, wire::LeaveCancelled);
        rig.pass(4900ms);
        QVERIFY(!rig.session->end());
        rig.pass(200ms);
        QVERIFY(rig.session->end().has_value());
        QCOMPARE(rig.session->end()->disconnected, 1U);
        QCOMPARE(rig.session->end()->unansweredNames, QStringList{QStringLiteral("PC-MUTE")});
        const auto times = rig.times<wire::Kick>();
        QVERIFY(times.size() >= 5);
        QCOMPARE(times[1], start + 200ms);
        QCOMPARE(times[2], start + 500ms);
    }

    void emptySessionLingersThenEnds()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.leave(a, A, wire::LeaveComplete);
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Completed);
        rig.pass(9s);
        QVERIFY(!rig.session->end());
        const uint32_t b = rig.join(B);
        rig.pass(5s);
        QVERIFY(!rig.session->end());
        rig.leave(b, B, wire::LeaveComplete);
        rig.pass(11s);
        QVERIFY(rig.session->end().has_value());
        QVERIFY(rig.session->end()->kind == SessionEnd::Kind::Finished);
    }

    void nobodyEverJoinsEndsAfterInactivity()
    {
        SendingRig rig(10'000);
        rig.pass(299s);
        QVERIFY(!rig.session->end());
        rig.pass(2s);
        QVERIFY(rig.session->end().has_value());
    }

    void whoIsExpectedIsWaitedFor()
    {
        SendingRig rig(10'000);
        rig.session->expectClients(rig.now + 30s, rig.now);
        rig.pass(29s);
        QVERIFY(!rig.session->end());
        // Somebody who is there and goes again changes nothing for the others who are expected …
        rig.session->expectClients(rig.now + 60s, rig.now);
        rig.leave(rig.join(A), A, wire::LeaveComplete);
        rig.pass(50s);
        QVERIFY(!rig.session->end());
        // … and nobody ends it who expects nobody any more while somebody is there.
        const uint32_t b = rig.join(B);
        rig.session->expectClients(Instant::min(), rig.now);
        rig.session->endIfEmpty(rig.now);
        rig.pass(12s);
        QVERIFY(!rig.session->end());
        rig.leave(b, B, wire::LeaveComplete);
        rig.session->endIfEmpty(rig.now);
        rig.pass(1s);
        QVERIFY(rig.session->end().has_value());
        QVERIFY(rig.session->end()->kind == SessionEnd::Kind::Finished);
    }

    void secondRoundCarriesWhatTheFirstLost()
    {
        SendingRig rig(20 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 20}});
        drain(rig, a, A);
        QCOMPARE(rig.all<wire::Data>().size(), size_t(20));
        rig.forget();
        // By then whoever lost something has asked for it.
        rig.pass(45ms);
        QVERIFY(rig.all<wire::Poll>().empty());
        rig.pass(20ms);
        QCOMPARE(rig.all<wire::Poll>().size(), size_t(1));
        rig.answerPoll(a, A, {{7, 7}, {20, 20}});
        rig.ack(a, A, 21);
        const auto data = rig.all<wire::Data>();
        QCOMPARE(data.size(), size_t(2));
        QCOMPARE(wire::decodeBlock(data[1].data, {20 * 1413, 1413})->blockNumber, uint64_t(20));
        QCOMPARE(data[1].oDataSeqNo, uint64_t(22));
    }

    void shrunkFileEndsTheSessionWithFallback()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 100}});
        QVERIFY(rig.file.resize(1413));
        rig.forget();
        rig.ack(a, A, 1);
        QVERIFY(rig.all<wire::Data>().empty());
        const auto kick = std::get<wire::Kick>(rig.last<wire::Kick>()->body);
        QCOMPARE(kick.clients[0], (wire::KickedClient{a, wire::KickFallback}));
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.session->end()->kind == SessionEnd::Kind::Failed);
        QVERIFY(rig.session->end()->error->code == ErrorCode::ContentChanged);
    }

    void changedFileEndsTheSession()
    {
        SendingRig rig(100 * 1413);
        rig.master(A);
        QFile other(rig.file.fileName());
        QVERIFY(other.open(QIODevice::ReadWrite));
        QVERIFY(
            other.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime));
        rig.pass(300ms);
        QVERIFY(rig.session->snapshot(rig.now).state == SessionState::Terminating);
    }

    void forgedAndStrangePacketsChangeNothing()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        const auto before = rig.session->snapshot(rig.now).clients;
        rig.leave(a, B, wire::LeaveComplete);
        rig.leave(4711, A, wire::LeaveComplete);
        rig.raw(QByteArray::fromHex("57440300"), A);
        rig.raw(QByteArray(65000, 'W'), A);
        QByteArray valid = rig.sent.back().bytes;
        rig.raw(valid, A); // a packet of the server itself
        const SessionSnapshot shown = rig.session->snapshot(rig.now);
        QCOMPARE(shown.clients, before);
        QCOMPARE(shown.counters.strangers, uint64_t(2));
        QCOMPARE(shown.counters.rejected[static_cast<size_t>(wire::Rejection::TooShort)], uint64_t(1));
        QCOMPARE(shown.counters.rejected[static_cast<size_t>(wire::Rejection::BadMagic)], uint64_t(1));
        QCOMPARE(shown.counters.rejected[static_cast<size_t>(wire::Rejection::WrongDirection)], uint64_t(1));
        QCOMPARE(shown.counters.rejectedTotal(), uint64_t(5));
    }

    void lateWordsOfAClientThatLeftAreNoStrangers()
    {
        SendingRig rig(10'000);
        const uint32_t a = rig.join(A);
        rig.leave(a, A, wire::LeaveComplete);
        rig.leave(a, A, wire::LeaveComplete); // the second one (Choice T56)
        QCOMPARE(rig.session->snapshot(rig.now).counters.rejectedTotal(), uint64_t(0));
        rig.leave(a, B, wire::LeaveComplete);
        QCOMPARE(rig.session->snapshot(rig.now).counters.strangers, uint64_t(1));
    }

    void aReportBringsBackWhoseFirstOneWasLost()
    {
        SendingRig rig(10'000);
        rig.say(rig.joinPacket(), A);
        const auto answer = std::get<wire::JoinAck>(rig.last<wire::JoinAck>()->body);
        rig.pass(10s);
        QVERIFY(rig.session->snapshot(rig.now).clients.isEmpty());
        wire::Qcr report;
        report.clientId = answer.clientId;
        rig.say(report, B);
        QVERIFY(rig.session->snapshot(rig.now).clients.isEmpty());
        rig.say(report, A);
        const auto clients = rig.session->snapshot(rig.now).clients;
        QCOMPARE(clients.size(), 1);
        QVERIFY(clients[0].state == ClientState::Receiving);
        QVERIFY(rig.departures.empty());
    }

    void demoteIsRepeatedUntilTheClientLeaves()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A, true);
        const uint32_t b = rig.join(B);
        const LowerSession lower{SessionId(99), {{{239, 1, 2, 9}, 4}, 64009}, {{{127, 0, 0, 1}, 4}, 64009}};
        const DisconnectOrder order{DisconnectType::Fallback, QStringLiteral("slow"), QStringLiteral("me")};
        rig.forget();
        rig.session->demoteClient(ClientId(b), lower, order, rig.now); // did not say that it can
        QVERIFY(rig.all<wire::Demote>().empty());
        rig.session->demoteClient(ClientId(a), lower, order, rig.now);
        rig.pass(1200ms);
        const auto times = rig.times<wire::Demote>();
        QCOMPARE(times.size(), size_t(3)); // 0, 500, 1000 ms
        QCOMPARE(times[1] - times[0], Duration(500ms));
        const auto demote = rig.all<wire::Demote>()[0];
        QCOMPARE(demote.lowerSessionId, 99u);
        QCOMPARE(demote.group, lower.group);
        QCOMPARE(demote.server, lower.server);
        QCOMPARE(demote.clients.size(), size_t(1));
        QCOMPARE(demote.clients[0], wire::DemotedClient{a});
        QCOMPARE(wire::textFromUtf16(demote.by), order.by);
        QCOMPARE(wire::textFromUtf16(demote.reason), order.reason);
        // A demoted client is no master and has no say.
        QVERIFY(rig.session->snapshot(rig.now).masterClientId != ClientId(a));
        rig.say(rig.joinPacket(), A);
        QCOMPARE(rig.session->snapshot(rig.now).clients.size(), 2);

        rig.leave(a, A, wire::LeaveCancelled);
        QCOMPARE(rig.departures.size(), size_t(1));
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Demoted);
        rig.forget();
        rig.pass(2s);
        QVERIFY(rig.all<wire::Demote>().empty());
    }

    void aDemotedClientThatNeverAnswersVanishes()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A, true);
        rig.session->demoteClient(ClientId(a),
                                  {SessionId(99), {{{239, 1, 2, 9}, 4}, 64009}, {{{127, 0, 0, 1}, 4}, 64009}},
                                  {}, rig.now);
        rig.pass(70s);
        QCOMPARE(rig.departures.size(), size_t(1));
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Vanished);
    }

    void kickOfAPolicySaysSo()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.session->kickClient(ClientId(a), wire::KickPolicy,
                                {DisconnectType::Abort, QStringLiteral("slow"), {}}, rig.now);
        const auto kick = std::get<wire::Kick>(rig.last<wire::Kick>()->body);
        QCOMPARE(kick.clients[0], (wire::KickedClient{a, wire::KickPolicy}));
        rig.leave(a, A, wire::LeaveCancelled);
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Disconnected);
    }

    void aFullSystemBufferDelaysButLosesNothing()
    {
        SendingRig rig(100 * 1413);
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 100}});
        rig.ack(a, A, 1);
        rig.ack(a, A, 4); // window 9
        drain(rig, a, A);
        rig.pass(800ms);
        rig.ack(a, A, 100);
        rig.pass(400ms);
        const size_t before = rig.all<wire::Data>().size();
        rig.room = 3 * 1472;
        rig.answerPoll(a, A, {{1, 100}});
        QCOMPARE(rig.all<wire::Data>().size(), before + 3);
        QVERIFY(rig.session->waitsForRoom());
        rig.room = SIZE_MAX;
        rig.session->advance(rig.now);
        QVERIFY(!rig.session->waitsForRoom());
        const auto seen = numbers(rig.all<wire::Data>());
        QVERIFY(seen.size() > before + 3);
        for (size_t i = 1; i < seen.size(); ++i)
            QCOMPARE(seen[i], seen[i - 1] + 1);
    }

    void rateLimitSpreadsTheData()
    {
        SendingRig rig(1000 * 1413);
        rig.session->setRateLimit(141'300, rig.now); // 100 blocks a second
        const uint32_t a = rig.master(A);
        rig.answerPoll(a, A, {{1, 1000}});
        for (int i = 0; i < 100; ++i) {
            rig.pass(20ms);
            rig.ack(a, A, rig.session->snapshot(rig.now).counters.dataPackets);
        }
        const uint64_t sent = rig.session->snapshot(rig.now).counters.dataPackets;
        QVERIFY2(sent > 150 && sent < 280, qPrintable(QString::number(sent)));
    }
};

CASTDECK_TEST(TestSendingSession)

} // namespace castdeck::tst_sendingsession
#include "tst_sendingsession.moc"
