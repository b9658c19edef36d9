// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "foreignpacket.h"
#include "receivingrig.h"
#include "sendingrig.h"
#include "support/testprogram.h"

#include <QTest>
#include <set>

namespace castdeck::tst_foreignpeers
{

using namespace std::chrono_literals;

namespace
{

constexpr quint32 Session = 0x6D19EE7E; // of both rigs
constexpr quint64 Blocks = 100;
const wire::Endpoint Peer = SendingRig::client(1);

enum : quint8 {
    Spm = 1,
    Join,
    JoinAck,
    Qcc,
    Qcr,
    OData,
    RData,
    Ack,
    Nack,
    Ncf,
    Leave,
    Poll,
    PollAck,
    Kick,
    Demote
};

ForeignPacket fromClient(quint8 opCode)
{
    return {Session, opCode, 0xFFFF'FFFF'FFFF'FFFF};
}

ForeignPacket fromServer(quint8 opCode)
{
    return {Session, opCode, 42};
}

/// JOIN up to its options: a name that fills its field without a zero unit, an address of the other family,
/// no MAC address.
ForeignPacket oddJoin()
{
    ForeignPacket packet = fromClient(Join);
    for (char unit = 'A'; unit <= 'P'; ++unit)
        packet.u8(quint8(unit)).u8(0);
    return packet.u8(16).bytes(QByteArray(16, '\x20')).u8(0);
}

quint32 idGiven(const SendingRig &rig)
{
    const auto answer = rig.last<wire::JoinAck>();
    return answer ? std::get<wire::JoinAck>(answer->body).clientId : 0;
}

} // namespace

/// Both ends against packets of peers that were written by somebody else: what the specification leaves open
/// is done otherwise than we do it.
class ForeignPeersTest : public QObject
{
    Q_OBJECT

    /// A session whose master is such a client.
    static quint32 master(SendingRig &rig)
    {
        rig.raw(oddJoin().sealed(), Peer);
        const quint32 id = idGiven(rig);
        const auto qcr = [&](quint64 number, quint64 echo) {
            rig.raw(fromClient(Qcr).u32(id).u64(number).u16(0).u64(echo).u64(0).u64(0).u16(0).sealed(), Peer);
        };
        qcr(0, rig.last<wire::JoinAck>()->senderTime);
        qcr(1, rig.last<wire::Qcc>()->senderTime);
        rig.pass(60ms);
        return id;
    }
    static void answerPoll(SendingRig &rig, quint32 id, const QList<std::pair<quint64, quint64>> &ranges)
    {
        ForeignPacket packet = fromClient(PollAck).u32(id).u64(1).u16(quint16(10 + 16 * ranges.size()));
        packet.u16(quint16(10 + 16 * ranges.size())).u8(2).u8(200).u32(7).u16(quint16(ranges.size()));
        for (const auto &[first, last] : ranges)
            packet.u64(first).u64(last);
        rig.raw(packet.sealed(), Peer);
    }

private Q_SLOTS:
    void clientWithoutOptionsIsLetIn()
    {
        SendingRig rig(Blocks * 1413);
        const quint32 id = master(rig);
        QVERIFY(id != 0);
        const SessionSnapshot seen = rig.session->snapshot(rig.now);
        QCOMPARE(seen.clients.size(), 1);
        QCOMPARE(seen.clients[0].name, QStringLiteral("ABCDEFGHIJKLMNO"));
        QCOMPARE(seen.clients[0].macAddress, QString());
        QVERIFY(!seen.clients[0].canBeDemoted);
        QCOMPARE(seen.masterClientId, ClientId(id));
        QCOMPARE(seen.counters.rejectedTotal(), uint64_t(0));
        // The JOINACK went to where the JOIN came from, whatever address it named.
        QCOMPARE(rig.last<wire::JoinAck>()->to, Peer);
    }

    void unknownAndRepeatedOptionsDoNoHarm()
    {
        SendingRig rig(Blocks * 1413);
        rig.raw(oddJoin().u16(3).option(0x7777, "?").option(0x0505, "\x09\x01").option(0x0505, "").sealed(),
                Peer);
        const quint32 id = idGiven(rig);
        QVERIFY(id != 0);
        ForeignPacket report = fromClient(Qcr).u32(id).u64(0).u16(0).u64(0).u64(0).u64(~0ULL);
        // A first report may say more than ours does.
        report.u16(8).u16(8).u8(4).u32(0).u8(41);
        report.u16(4).option(0x0101, "\x07").option(0x0101, "\x08").option(0x0102, "\xC8").option(0xFFFF, "");
        rig.raw(report.sealed(), Peer);
        const SessionSnapshot seen = rig.session->snapshot(rig.now);
        QVERIFY(seen.clients[0].canBeDemoted);
        QCOMPARE(seen.clients[0].cpuUtilization, quint8(7));
        QCOMPARE(seen.clients[0].memoryUtilization, UtilizationUnknown);
        QCOMPARE(seen.clients[0].percentCompletion, quint8(41));
        QCOMPARE(seen.clients[0].lossRate, 1.0);
        QCOMPARE(seen.counters.rejectedTotal(), uint64_t(0));
    }

    void oddButLegalRequestsAreServed()
    {
        SendingRig rig(Blocks * 1413);
        const quint32 id = master(rig);
        rig.forget();
        answerPoll(rig, id, {{1, Blocks}});
        QVERIFY(!rig.all<wire::Data>().empty());
        // Everything at once, backwards, twice, empty, from 0, and beyond what was sent.
        rig.raw(fromClient(Ack).u32(id).u64(1).u64(0).u64(1).u64(0).sealed(), Peer);
        rig.pass(10ms);
        rig.forget();
        rig.raw(fromClient(Nack)
                    .u32(id)
                    .u64(3)
                    .u64(0)
                    .u16(5)
                    .u64(3)
                    .u64(~0ULL)
                    .u64(2)
                    .u64(2)
                    .u64(5)
                    .u64(4)
                    .u64(0)
                    .u64(9)
                    .u64(2)
                    .u64(2)
                    .sealed(),
                Peer);
        rig.pass(std::chrono::milliseconds(10));
        std::set<uint64_t> repaired;
        for (const wire::Data &data : rig.all<wire::Data>()) {
            if (data.repair)
                QVERIFY(repaired.insert(data.oDataSeqNo).second);
        }
        // All that the window of 3 let out behind the first.
        QCOMPARE(repaired, (std::set<uint64_t>{2, 3, 4}));
        // One announcement for each part of them that the window lets out.
        std::vector<uint64_t> announced;
        for (const wire::Ncf &part : rig.all<wire::Ncf>()) {
            for (const wire::Range range : part.ranges) {
                QCOMPARE(range.start, range.end);
                announced.push_back(range.start);
            }
        }
        QCOMPARE(std::set<uint64_t>(announced.begin(), announced.end()), repaired);
        QCOMPARE(announced.size(), repaired.size());
        rig.raw(fromClient(Leave).u32(id).u8(9).sealed(), Peer); // a reason that does not exist counts as 1
        QCOMPARE(rig.departures.size(), size_t(1));
        QVERIFY(rig.departures[0].kind == ClientDeparture::Kind::Left);
        QCOMPARE(rig.session->snapshot(rig.now).counters.rejectedTotal(), uint64_t(0));
    }

    void anAnswerOfSixtyFourRangesIsTheLargest()
    {
        SendingRig rig(Blocks * 1413 * 2);
        const quint32 id = master(rig);
        QList<std::pair<quint64, quint64>> ranges;
        for (quint64 n = 1; n <= 65; ++n)
            ranges.append({2 * n, 2 * n});
        answerPoll(rig, id, ranges);
        QCOMPARE(rig.session->snapshot(rig.now).counters.rejectedTotal(), uint64_t(1));
        ranges.removeLast();
        rig.forget();
        answerPoll(rig, id, ranges);
        QVERIFY(!rig.all<wire::Data>().empty());
        QCOMPARE(rig.session->snapshot(rig.now).clients[0].percentCompletion, quint8(100)); // it said 200
    }

    /// A receiver in the session of such a server.
    static void joined(ReceivingRig &rig)
    {
        const quint64 time = rig.sent.front().packet.senderTime;
        // No options part, delays the wrong way round.
        rig.deliver(
            {fromServer(JoinAck).u32(ReceivingRig::ClientId).u16(50).u16(1).u16(0).u64(time).vector()});
    }
    /// ODATA as old servers send it, without a word on options.
    static std::vector<uint8_t> data(const ReceivingRig &rig, quint64 number, quint64 block)
    {
        const QByteArray bytes = rig.content.mid(qsizetype(block - 1) * 10, 10);
        ForeignPacket packet = fromServer(OData).u32(ReceivingRig::ClientId).u64(number).u64(~0ULL);
        packet.u16(quint16(13 + bytes.size()));
        packet.u16(quint16(13 + bytes.size())).u8(3).u64(block).u16(quint16(bytes.size())).bytes(bytes);
        return packet.vector();
    }

    void serverWithoutOptionsIsUnderstood()
    {
        ReceivingRig rig;
        joined(rig);
        QCOMPARE(rig.session.state(), ReceivingState::Regular);
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(1));
        // Data before any SPM, from the middle of the stream, its blocks in an order of its own.
        rig.deliver({data(rig, 1000, 7), data(rig, 1001, 101), data(rig, 1002, 1)});
        QVERIFY(rig.writer.blocks().contains(7) && rig.writer.blocks().contains(101) &&
                rig.writer.blocks().contains(1));
        const auto *ack = rig.last<wire::Ack>();
        QVERIFY(ack);
        QCOMPARE(ack->oDataSeqNo, uint64_t(1002));
        QCOMPARE(ack->serverTime, uint64_t(42));
        // An SPM whose trail is beyond its lead, and which is behind what was seen.
        rig.deliver({fromServer(Spm)
                         .u64(9)
                         .u32(ReceivingRig::ClientId)
                         .u16(0)
                         .u16(0)
                         .u64(5000)
                         .u64(1001)
                         .u16(0)
                         .vector()});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(1002));
        QCOMPARE(rig.session.counters().rejectedTotal(), uint64_t(0));
    }

    void pollsAndQueriesOfAnySpacingAreAnswered()
    {
        ReceivingRig rig;
        joined(rig);
        rig.sent.clear();
        rig.deliver({fromServer(Qcc).u64(0x1'0000'0000).u16(0).u16(1).option(0x0BAD, "x").vector(),
                     fromServer(Poll).u64(77).u16(0).u16(3).bytes(QByteArray::fromHex("000301")).vector()});
        rig.pass(1ms);
        QCOMPARE(rig.all<wire::Qcr>().size(), size_t(1));
        QCOMPARE(rig.last<wire::Qcr>()->qccSeqNo, uint64_t(0x1'0000'0000));
        QCOMPARE(rig.all<wire::PollAck>().size(), size_t(1));
        QCOMPARE(rig.last<wire::PollAck>()->pollSeqNo, uint64_t(77));
        QCOMPARE(rig.undecodable, 0);
    }

    void kickOfThousandsIsRead()
    {
        ReceivingRig rig;
        joined(rig);
        ForeignPacket packet = fromServer(Kick).u16(3001);
        for (quint32 id = 1; id <= 3000; ++id)
            packet.u32(id + 100'000).u8(0);
        rig.deliver({packet.u32(ReceivingRig::ClientId).u8(7).vector()}); // no such reason: give up
        rig.pass(5s);
        QCOMPARE(rig.session.state(), ReceivingState::Ended);
        QCOMPARE(rig.session.end().kind, ReceivingEnd::Kind::KickedFail);
        QCOMPARE(rig.session.end().reason, QString());
    }

    void demoteOfAsManyAsThereMayBeIsRead_data()
    {
        QTest::addColumn<int>("others");
        QTest::addColumn<bool>("isMoved");
        QTest::newRow("250 clients") << 249 << true;
        QTest::newRow("251 clients") << 250 << false;
    }
    void demoteOfAsManyAsThereMayBeIsRead()
    {
        QFETCH(const int, others);
        QFETCH(const bool, isMoved);
        ReceivingRig rig;
        joined(rig);
        ForeignPacket packet = fromServer(Demote).u32(99).u8(4).bytes("\xEF\x01\x02\x03").u16(64009);
        packet.u8(4).bytes(QByteArray::fromHex("c0a800c8")).u16(64010).u16(quint16(others + 1));
        for (int i = 0; i < others; ++i)
            packet.u32(quint32(100'000 + i));
        rig.deliver({packet.u32(ReceivingRig::ClientId).vector()});
        QCOMPARE(rig.session.state() == ReceivingState::Join, isMoved);
        QCOMPARE(rig.moves.size(), size_t(isMoved));
        QCOMPARE(rig.session.server().port, isMoved ? 64010 : ReceivingRig::server().port);
    }
};

CASTDECK_TEST(ForeignPeersTest)

} // namespace castdeck::tst_foreignpeers
#include "tst_foreignpeers.moc"
