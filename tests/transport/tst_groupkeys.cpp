// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/sending/sessionkeys.h"

#include <QTest>

namespace castdeck::tst_groupkeys
{

using namespace std::chrono_literals;
using Step = GroupKeys::Step;

namespace
{

constexpr Instant Start{1h};

/// Clients and the keys of their session, on a clock of its own; nobody sends anything.
struct Rig {
    explicit Rig(int count)
    {
        settings.mode = wire::SecurityMode::Encrypted;
        keys.emplace(settings);
        for (int i = 1; i <= count; ++i) {
            SendingClient &client =
                clients.add(ClientId(uint32_t(i)), {{{10, 0, 0, uint8_t(i)}, 4}, 40000}, now);
            clients.move(client, SendingClient::List::Active);
            client.joinAckTime = 1;
            client.keyKnown = 1;
            client.member = uint32_t(i);
        }
        pass(0ms);
    }
    /// The clients that were told, in the order of time.
    std::vector<std::pair<uint32_t, Duration>> pass(Duration time)
    {
        std::vector<std::pair<uint32_t, Duration>> told;
        const Instant end = now + time;
        const auto run = [&] {
            good = keys->advance(clients, now, [&](SendingClient &client) {
                told.emplace_back(client.id.value(), now - Start);
            });
        };
        run();
        while (keys->deadline() <= end) {
            now = std::max(now, keys->deadline());
            run();
        }
        now = end;
        return told;
    }
    SendingClient &client(uint32_t id) { return *clients.find(ClientId(id)); }

    SendingSettings settings;
    std::optional<SessionKeys> keys;
    SendingClients clients;
    Instant now = Start;
    bool good = true;
};

} // namespace

class TestGroupKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aKeyIsInUseAfterThirtyFiveHundredthsAtMost()
    {
        GroupKeys keys(1);
        QCOMPARE(keys.advance(false, Start), Step::None);
        keys.leaveOut(Start);
        keys.leaveOut(Start + 30ms); // the same key
        QCOMPARE(keys.deadline(), Start + 50ms);
        QCOMPARE(keys.advance(false, Start + 49ms), Step::None);
        QCOMPARE(keys.advance(false, Start + 50ms), Step::Drawn);
        QCOMPARE(keys.current().number, 1u);
        QCOMPARE(keys.next()->number, 2u);
        QVERIFY(keys.next()->key != keys.current().key);
        QCOMPARE(keys.advance(false, Start + 349ms), Step::None);
        QCOMPARE(keys.advance(false, Start + 350ms), Step::Used);
        QCOMPARE(keys.current().number, 2u);
        QVERIFY(!keys.next());
        QCOMPARE(keys.deadline(), Instant::max());
    }

    void whoKnowsTheNextKeyIsLeftOutOfTheOneAfterIt()
    {
        GroupKeys keys(1);
        keys.leaveOut(Start);
        QCOMPARE(keys.advance(false, Start + 50ms), Step::Drawn);
        keys.leaveOut(Start + 60ms);
        keys.leaveOut(Start + 340ms);
        QCOMPARE(keys.advance(false, Start + 350ms), Step::Used);
        QCOMPARE(keys.advance(false, Start + 350ms), Step::Drawn);
        QCOMPARE(keys.next()->number, 3u);
        QCOMPARE(keys.advance(false, Start + 650ms), Step::Used);
        QCOMPARE(keys.advance(false, Start + 650ms), Step::None);
    }

    void whenAllKnowItNobodyWaits()
    {
        GroupKeys keys(1);
        keys.leaveOut(Start);
        QCOMPARE(keys.advance(true, Start), Step::None); // there is nothing to know yet
        QCOMPARE(keys.advance(false, Start + 50ms), Step::Drawn);
        QCOMPARE(keys.advance(true, Start + 51ms), Step::Used);
    }

    void numbersEnd()
    {
        GroupKeys keys(UINT32_MAX - 1);
        keys.leaveOut(Start);
        QCOMPARE(keys.advance(false, Start + 50ms), Step::Drawn);
        QCOMPARE(keys.advance(true, Start + 50ms), Step::Used);
        QVERIFY(keys.isGood());
        QCOMPARE(keys.current().number, UINT32_MAX);
        const wire::CipherKey last = keys.current().key;
        keys.leaveOut(Start + 1s);
        keys.advance(false, Start + 2s);
        QVERIFY(!keys.isGood());
        QVERIFY(!keys.next());
        QCOMPARE(keys.advance(true, Start + 3s), Step::None);
        QVERIFY(keys.current().key == last);
    }

    void whoDoesNotAcknowledgeIsToldAgain()
    {
        Rig rig(3);
        rig.clients.move(rig.client(3), SendingClient::List::Kicked);
        rig.keys->bar(rig.client(3), rig.now);
        auto told = rig.pass(60ms);
        QCOMPARE(told.size(), size_t(2)); // and not the third
        QCOMPARE(rig.keys->keyNumber(), 1u);
        rig.keys->acknowledged(rig.client(1), 2, rig.now);
        told = rig.pass(10s);
        QCOMPARE(rig.keys->keyNumber(), 2u);
        QVERIFY(std::ranges::all_of(told, [](const auto &one) { return one.first == 2; }));
        // 40, 80, 160, 320, 640, then every 1000 ms.
        QVERIFY2(told.size() >= 13 && told.size() <= 15, qPrintable(QString::number(told.size())));
        rig.keys->acknowledged(rig.client(2), 2, rig.now);
        QCOMPARE(rig.pass(10s).size(), size_t(0));
        QCOMPARE(rig.keys->deadline(), Instant::max());
    }

    void whoAsksIsAnsweredSoonAndNotTooOften()
    {
        Rig rig(1);
        rig.keys->leaveOut(rig.client(1), rig.now);
        rig.pass(10s);
        size_t told = 0;
        for (int i = 0; i < 1000; ++i) {
            rig.keys->acknowledged(rig.client(1), 1, rig.now);
            told += rig.pass(1ms).size();
        }
        QVERIFY2(told >= 45 && told <= 51, qPrintable(QString::number(told)));
        // Nobody can know what is not drawn yet.
        rig.keys->acknowledged(rig.client(1), 7, rig.now);
        QCOMPARE(rig.client(1).keyKnown, 1u);
    }

    void withoutSecretsNothingIsSent()
    {
        Rig rig(1);
        rig.settings.firstKeyNumber = UINT32_MAX;
        rig.keys.emplace(rig.settings);
        QVERIFY(rig.keys->advance(rig.clients, rig.now, [](SendingClient &) {}));
        rig.keys->leaveOut(rig.client(1), rig.now);
        rig.pass(1s);
        QVERIFY(!rig.good);
    }

    void membersAreBounded()
    {
        Rig rig(0);
        for (uint32_t i = 1; i <= SessionKeys::MembersMax + 10; ++i)
            rig.keys->admit({i, {}});
        QVERIFY(!rig.keys->mayJoin(10));
        QVERIFY(rig.keys->mayJoin(11));
        QVERIFY(rig.keys->mayJoin(SessionKeys::MembersMax + 10));
        QVERIFY(!rig.keys->mayJoin(0));
    }

    void otherModesHaveNone()
    {
        SendingSettings settings;
        SessionKeys keys(settings);
        SendingClients clients;
        SendingClient &client = clients.add(ClientId(1), {}, Start);
        client.joinAckTime = 1;
        keys.admit({1, {}});
        QVERIFY(keys.mayJoin(0));
        keys.bar(client, Start);
        keys.lookAgain();
        QVERIFY(keys.advance(clients, Start + 1h, [](SendingClient &) { QFAIL("told"); }));
        QCOMPARE(keys.deadline(), Instant::max());
        QVERIFY(keys.toTell().empty());
        QCOMPARE(keys.of(client), &keys.group());
    }
};

CASTDECK_TEST(TestGroupKeys)

} // namespace castdeck::tst_groupkeys

#include "tst_groupkeys.moc"
