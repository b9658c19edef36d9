// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "casts.h"
#include "support/testprogram.h"

#include <QTest>
#include <set>

namespace castdeck::tst_encryptedcasts
{

using namespace std::chrono_literals;

namespace
{

constexpr uint64_t Mega = 1'000'000;
using Kind = wire::KeyId::Kind;

SendingSettings encrypted(uint8_t number = 1, uint64_t rate = Mega / 4)
{
    SendingSettings settings = Casts::settings(number, wire::SecurityMode::Encrypted);
    settings.rateLimit = rate;
    return settings;
}

wire::OpCode opCodeOf(const SimulatedHost::Packet &packet, wire::SecurityMode mode)
{
    return wire::OpCode(packet.bytes[wire::PacketSecurity::headerSize(mode) + 4]);
}

/// Hears everything that goes to anybody, and has the secret of one member and whatever that was ever told.
class Spy
{
public:
    Spy(Casts &casts, const SendingSettings &session, uint8_t member)
        : m_session(session.id.value()), m_security(wire::SecurityMode::Encrypted)
    {
        m_security.openWith(
            {Kind::Member, member},
            wire::memberCipherKey(Casts::memberOf(member), wire::Direction::ServerToMember, m_session));
        for (SimulatedReceiver &receiver : casts.receivers) {
            receiver.tap = [this, &casts](const SimulatedHost::Packet &packet) {
                see(packet, casts.network.now());
                return true;
            };
        }
    }
    /// When it last read data, and how much it could not read since.
    Instant readAt() const { return m_readAt; }
    uint64_t missed() const { return m_missed; }

private:
    void see(const SimulatedHost::Packet &packet, Instant now)
    {
        std::vector<uint8_t> copy(packet.bytes.begin(), packet.bytes.end());
        const auto read = wire::decodeTransport(copy, m_security, m_session, wire::Receiver::Client);
        // It has the same packet of others.
        const bool isKnown = read || read.error() == wire::Rejection::Replayed;
        const wire::OpCode opCode = opCodeOf(packet, wire::SecurityMode::Encrypted);
        const bool isData = opCode == wire::OpCode::OData || opCode == wire::OpCode::RData;
        if (isData && isKnown) {
            m_readAt = now;
            m_missed = 0;
        }
        m_missed += isData && !isKnown;
        if (!read)
            return;
        if (const auto *answer = std::get_if<wire::JoinAck>(&read->body))
            learn(answer->keys);
        else if (const auto *keys = std::get_if<wire::Keys>(&read->body))
            learn(keys->keys);
    }
    void learn(const wire::ListView<wire::GroupKey> &keys)
    {
        for (const wire::GroupKey &key : keys)
            m_security.openWith({Kind::Group, key.number}, key.key);
    }

    uint32_t m_session;
    wire::PacketSecurity m_security;
    Instant m_readAt{};
    uint64_t m_missed = 0;
};

enum class Goodbye { Abort, Fallback, Demote, Cancel };

/// The numbers of the keys that packets for all are sealed with, and how many each sealed.
std::map<uint32_t, uint64_t> &watchKeys(SimulatedReceiver &receiver, std::map<uint32_t, uint64_t> &keys)
{
    receiver.tap = [&keys](const SimulatedHost::Packet &packet) {
        const auto id = wire::keyIdOf(packet.bytes);
        if (id && id->kind == Kind::Group)
            ++keys[id->number];
        return true;
    };
    return keys;
}

void order(Casts &casts, SimulatedReceiver &receiver, Goodbye goodbye, const SendingSettings &lower)
{
    SimulatedSender &sender = casts.senders.front();
    const ClientId id(receiver.session.clientId());
    const Instant now = casts.network.now();
    if (goodbye == Goodbye::Cancel)
        receiver.session.cancel(now);
    else if (goodbye == Goodbye::Demote)
        sender.session.demoteClient(id, {lower.id, lower.group, {lower.interface.address, lower.group.port}},
                                    {}, now);
    else
        sender.session.disconnectClient(
            id, {goodbye == Goodbye::Abort ? DisconnectType::Abort : DisconnectType::Fallback, {}, {}}, now);
    casts.network.touch(receiver);
    casts.network.touch(sender);
}

} // namespace

class TestEncryptedCasts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoIsGoneReadsNothingAfterASecond_data()
    {
        QTest::addColumn<Goodbye>("goodbye");
        QTest::addColumn<double>("loss");
        QTest::addColumn<int>("others"); // of those that are gone, a moment later
        const std::pair<Goodbye, const char *> ways[] = {{Goodbye::Abort, "disconnected"},
                                                         {Goodbye::Fallback, "sent to unicast"},
                                                         {Goodbye::Demote, "demoted"},
                                                         {Goodbye::Cancel, "cancelled"}};
        for (const auto &[way, name] : ways) {
            for (const int percent : {0, 20}) {
                for (const int others : {0, 3})
                    QTest::addRow("%s, %d %% lost, %d others go", name, percent, others)
                        << way << percent / 100.0 << others;
            }
        }
    }
    void whoIsGoneReadsNothingAfterASecond()
    {
        QFETCH(Goodbye, goodbye);
        QFETCH(double, loss);
        QFETCH(int, others);
        Casts casts(Mega);
        const SendingSettings upper = encrypted(1, Mega / 5);
        const SendingSettings lower = encrypted(2, Mega / 5);
        casts.send(upper);
        casts.send(lower);
        for (int i = 0; i < 6; ++i) {
            SimulatedReceiver &receiver = casts.receive(upper);
            receiver.in.loss = receiver.ownOut.loss = loss / 2;
        }
        SimulatedReceiver &gone = casts.receivers.front();
        Spy spy(casts, upper, 1);
        // All that are to go have come; one whose first reports got lost has not.
        const auto areThere = [&] {
            const SessionSnapshot shown = casts.senders.front().session.snapshot(casts.network.now());
            for (int i = 0; i <= others; ++i) {
                const ClientId id(casts.receivers[size_t(i)].session.clientId());
                const auto client = std::ranges::find(shown.clients, id, &ClientSnapshot::id);
                if (client == shown.clients.end() || client->state == ClientState::Joining)
                    return false;
            }
            return spy.readAt() + 100ms > casts.network.now(); // or it would prove nothing
        };
        QVERIFY(casts.network.run(casts.network.now() + 3s, areThere));
        const Instant ordered = casts.network.now();
        order(casts, gone, goodbye, lower);
        // One who goes when the next key is drawn already, and knows it.
        for (int i = 1; i <= others; ++i) {
            casts.script.at(ordered + i * 70ms,
                            [&, i] { order(casts, casts.receivers[size_t(i)], goodbye, lower); });
        }
        QVERIFY(casts.runUntilAllEnd());
        // From what it says itself to where that is heard it may be a while: LEAVE waits, and one may get
        // lost.
        const Duration most = goodbye == Goodbye::Cancel ? 1300ms : 1000ms;
        QVERIFY2(spy.readAt() - ordered <= most,
                 qPrintable(QString::number(std::chrono::duration<double>(spy.readAt() - ordered).count())));
        QVERIFY(spy.missed() > 100);
        for (size_t i = size_t(others) + 1; i < casts.receivers.size(); ++i)
            QCOMPARE(casts.receivers[i].sink.content, casts.content);
        if (goodbye == Goodbye::Demote)
            QCOMPARE(gone.sink.content, casts.content); // in the other session
        else
            QVERIFY(gone.session.end().kind != ReceivingEnd::Kind::Complete);
    }

    void whoIsSentAwayKnowsIt()
    {
        Casts casts(Mega);
        casts.send(encrypted());
        SimulatedReceiver &gone = casts.receive(encrypted());
        casts.receive(encrypted());
        casts.runFor(1s);
        // The first orders do not come; those that are said later cannot be read by all any more.
        const Instant until = casts.network.now() + 1s;
        gone.tap = [&casts, until](const SimulatedHost::Packet &) { return casts.network.now() >= until; };
        casts.senders.front().session.disconnectClient(
            ClientId(gone.session.clientId()),
            {DisconnectType::Abort, QStringLiteral("why"), QStringLiteral("who")}, casts.network.now());
        casts.network.touch(casts.senders.front());
        QVERIFY(casts.runUntilAllEnd());
        QCOMPARE(gone.session.end().kind, ReceivingEnd::Kind::KickedFail);
        QCOMPARE(gone.session.end().by, QStringLiteral("who"));
        QCOMPARE(casts.senders.front().departures.front().kind, ClientDeparture::Kind::Disconnected);
    }

    void whoIsSentAwayCannotComeBackByItself()
    {
        Casts casts(Mega);
        const SendingSettings settings = encrypted();
        SimulatedSender &sender = casts.send(settings);
        casts.receive(settings);
        casts.receive(settings);
        casts.runFor(1s);
        order(casts, casts.receivers.front(), Goodbye::Abort, {});
        casts.runFor(500ms);
        // With the same secret, which goes on counting where it was, or with that of one who is there.
        for (const uint8_t number : {uint8_t(1), uint8_t(2)}) {
            const wire::Member member = Casts::memberOf(number);
            wire::PacketSecurity security(wire::SecurityMode::Encrypted);
            security.sealWith(
                {Kind::Member, member.number},
                wire::memberCipherKey(member, wire::Direction::MemberToServer, settings.id.value()));
            wire::Join join;
            join.clientName = u"BACK";
            join.ipAddress = {{10, 0, 1, number}, 4};
            std::vector<uint8_t> packet(1500);
            for (int i = 0; i < 3000; ++i) {
                packet.resize(1500);
                packet.resize(wire::encodeTransport(packet, security, settings.id.value(), 1, join));
            }
            const auto before = sender.session.snapshot(casts.network.now());
            sender.session.receive(packet, {{{10, 0, 1, number}, 4}, 40001}, casts.network.now());
            const auto after = sender.session.snapshot(casts.network.now());
            QCOMPARE(after.clients.size(), before.clients.size());
            QVERIFY(after.counters.rejected == before.counters.rejected); // it was read
        }
        QCOMPARE(sender.departures.size(), size_t(1));
    }

    void manyWhoGoAtOnceAreLeftOutTogether()
    {
        Casts casts(Mega);
        casts.send(encrypted());
        for (int i = 0; i < 30; ++i)
            casts.receive(encrypted());
        std::map<uint32_t, uint64_t> keys;
        watchKeys(casts.receivers.back(), keys);
        casts.runFor(1500ms);
        QCOMPARE(keys.size(), size_t(1));
        for (size_t i = 0; i < 20; ++i)
            order(casts, casts.receivers[i], Goodbye::Abort, {});
        casts.runFor(1500ms);
        QVERIFY2(keys.size() == 2, qPrintable(QString::number(keys.size())));
        QVERIFY(casts.runUntilAllEnd());
        for (size_t i = 20; i < casts.receivers.size(); ++i)
            QCOMPARE(casts.receivers[i].sink.content, casts.content);
        // Machines that are complete go at about the same time.
        QVERIFY2(keys.size() <= 6, qPrintable(QString::number(keys.size())));
    }

    /// Its members, which are Castdeck's own, take no notice of it.
    void anEncryptedSessionAnnouncesNoRepairs()
    {
        for (const auto mode : {wire::SecurityMode::Checksum, wire::SecurityMode::Encrypted}) {
            Casts casts(Mega);
            const SendingSettings settings = Casts::settings(1, mode);
            casts.send(settings);
            SimulatedReceiver &receiver = casts.receive(settings);
            receiver.in.loss = 0.1;
            std::map<wire::OpCode, int> seen;
            receiver.tap = [&](const SimulatedHost::Packet &packet) {
                ++seen[opCodeOf(packet, mode)];
                return true;
            };
            QVERIFY(casts.runUntilAllEnd());
            QCOMPARE(receiver.sink.content, casts.content);
            QVERIFY(seen[wire::OpCode::RData] > 10);
            QCOMPARE(seen[wire::OpCode::Ncf] == 0, mode == wire::SecurityMode::Encrypted);
        }
    }

    void whoMissesAKeyAsksForIt()
    {
        Casts casts(Mega);
        casts.send(encrypted());
        for (int i = 0; i < 4; ++i)
            casts.receive(encrypted());
        SimulatedReceiver &deaf = casts.receivers.back();
        casts.runFor(1s);
        // What is said to it alone does not come for a while.
        const Instant until = casts.network.now() + 3s;
        int lost = 0;
        deaf.tap = [&](const SimulatedHost::Packet &packet) {
            const auto id = wire::keyIdOf(packet.bytes);
            const bool isLost = id && id->kind == Kind::Member && casts.network.now() < until;
            lost += isLost;
            return !isLost;
        };
        order(casts, casts.receivers.front(), Goodbye::Abort, {});
        casts.runFor(2900ms);
        const uint64_t had = deaf.writer.blocks().count();
        // It asks ten times a second, and is told again and again.
        QVERIFY2(lost >= 5 && lost < 200, qPrintable(QString::number(lost)));
        QVERIFY(deaf.session.counters().rejected[size_t(wire::Rejection::UnknownKey)] > 100);
        casts.runFor(400ms);
        QVERIFY(deaf.writer.blocks().count() > had);
        QVERIFY(casts.runUntilAllEnd());
        for (size_t i = 1; i < casts.receivers.size(); ++i)
            QCOMPARE(casts.receivers[i].sink.content, casts.content);
    }

    /// It joined, and the way to it and back was cut at once, for so long that others went meanwhile.
    void whoWasGivenUpAsksForAKeyAsSomebodyWhoIsThere()
    {
        Casts casts(4 * Mega);
        const SendingSettings settings = encrypted(1, Mega / 10);
        casts.send(settings);
        casts.receive(settings);
        casts.runFor(1s);
        SimulatedReceiver &late = casts.receive(settings);
        late.ownOut.cutFrom = casts.network.now() + 1ms; // behind its JOIN
        late.in.cutFrom = casts.network.now() + 300ms;
        late.ownOut.cutUntil = late.in.cutUntil = casts.network.now() + 5s;
        casts.runFor(5s);
        QVERIFY(late.session.counters().groupPackets > 0);
        const uint64_t had = late.writer.blocks().count();
        casts.runFor(3s);
        QVERIFY(late.writer.blocks().count() > had + 50);
        QVERIFY(casts.runUntilAllEnd());
        for (const SimulatedReceiver &receiver : casts.receivers)
            QCOMPARE(receiver.sink.content, casts.content);
    }

    void whoNeverHearsOfAKeyIsSilent()
    {
        // It says of itself that it knows no key, again and again: that alone keeps nobody in a session that
        // waits for it.
        Casts casts(4 * Mega);
        SendingSettings settings = encrypted(1, 0);
        SimulatedSender &sender = casts.send(settings);
        sender.ownOut.bandwidth = Mega;
        for (int i = 0; i < 3; ++i)
            casts.receive(settings);
        casts.runFor(1s);
        const auto master = std::ranges::find_if(
            casts.receivers, [](const SimulatedReceiver &one) { return one.session.isMaster(); });
        QVERIFY(master != casts.receivers.end());
        SimulatedReceiver &deaf = *master;
        deaf.tap = [&](const SimulatedHost::Packet &packet) {
            const auto id = wire::keyIdOf(packet.bytes);
            return !(id && id->kind == Kind::Member);
        };
        const Instant start = casts.network.now();
        for (SimulatedReceiver &receiver : casts.receivers) {
            if (&receiver != &deaf) {
                order(casts, receiver, Goodbye::Cancel, {});
                break;
            }
        }
        QVERIFY(casts.runUntilAllEnd());
        // Who is left is hardly held up: it would be for half a minute if the deaf one were waited for.
        QVERIFY(std::ranges::any_of(casts.receivers, [&](const SimulatedReceiver &one) {
            return one.completedAt && *one.completedAt - start < 15s;
        }));
        QVERIFY(!deaf.completedAt);
    }

    void aKeyIsReplacedBeforeItIsWornOut()
    {
        Casts casts(Mega);
        SendingSettings settings = encrypted();
        settings.parameters.packetsPerKey = 100;
        casts.send(settings);
        for (int i = 0; i < 3; ++i)
            casts.receive(settings);
        std::map<uint32_t, uint64_t> keys;
        watchKeys(casts.receivers.back(), keys);
        QVERIFY(casts.runUntilAllEnd());
        QVERIFY2(keys.size() > 5, qPrintable(QString::number(keys.size())));
        for (const auto &[number, packets] : keys)
            QVERIFY2(packets < 180, qPrintable(QString::number(packets)));
        for (SimulatedReceiver &receiver : casts.receivers) {
            QCOMPARE(receiver.sink.content, casts.content);
            QCOMPARE(receiver.session.counters().rejectedTotal(), uint64_t(0));
        }
    }

    void theLastKeyEndsTheSession()
    {
        Casts casts(2 * Mega);
        SendingSettings settings = encrypted();
        settings.firstKeyNumber = UINT32_MAX - 1;
        SimulatedSender &sender = casts.send(settings);
        for (int i = 0; i < 4; ++i)
            casts.receive(settings);
        std::map<uint32_t, uint64_t> keys;
        watchKeys(casts.receivers.back(), keys);
        casts.runFor(1s);
        order(casts, casts.receivers[0], Goodbye::Abort, {});
        casts.runFor(1s);
        QCOMPARE(keys.size(), size_t(2));
        QCOMPARE(keys.rbegin()->first, UINT32_MAX);
        order(casts, casts.receivers[1], Goodbye::Abort, {});
        QVERIFY(casts.runUntilAllEnd());
        QCOMPARE(keys.size(), size_t(2));
        QVERIFY(casts.network.run(casts.network.now() + 1min, [&] { return sender.isOver(); }));
        QCOMPARE(sender.session.end()->kind, SessionEnd::Kind::Failed);
        QCOMPARE(sender.session.end()->error->code, ErrorCode::NoSystemResources);
        QCOMPARE(casts.receivers.back().session.end().kind, ReceivingEnd::Kind::KickedFallback);
    }

    void nobodySpeaksForAnother()
    {
        Casts casts(Mega);
        const SendingSettings settings = encrypted();
        SimulatedSender &sender = casts.send(settings);
        SimulatedReceiver &victim = casts.receive(settings);
        casts.receive(settings);
        casts.runFor(1s);
        // A member, with its own key and from the victim's address, says that the victim leaves.
        wire::PacketSecurity security(wire::SecurityMode::Encrypted);
        const wire::Member member{99, wire::CipherKey{9}};
        sender.session.admit(member);
        security.sealWith({Kind::Member, 99}, wire::memberCipherKey(member, wire::Direction::MemberToServer,
                                                                    settings.id.value()));
        std::vector<uint8_t> packet(1500);
        packet.resize(wire::encodeTransport(packet, security, settings.id.value(), 1,
                                            wire::Leave{victim.session.clientId(), wire::LeaveComplete}));
        sender.session.receive(packet, victim.endpoint, casts.network.now());
        QVERIFY(sender.departures.empty());
        QCOMPARE(sender.session.snapshot(casts.network.now()).counters.strangers, uint64_t(1));
        QVERIFY(casts.runUntilAllEnd());
        QCOMPARE(victim.sink.content, casts.content);
    }

    void whatWasRecordedChangesNothing()
    {
        Casts casts(Mega);
        const SendingSettings settings = encrypted();
        SimulatedSender &sender = casts.send(settings);
        SimulatedReceiver &receiver = casts.receive(settings);
        casts.receive(settings);
        std::vector<std::vector<uint8_t>> toServer;
        std::vector<std::vector<uint8_t>> toClient;
        sender.tap = [&](const SimulatedHost::Packet &packet) {
            if (packet.from == receiver.endpoint)
                toServer.emplace_back(packet.bytes.begin(), packet.bytes.end());
        };
        receiver.tap = [&](const SimulatedHost::Packet &packet) {
            toClient.emplace_back(packet.bytes.begin(), packet.bytes.end());
            return true;
        };
        casts.runFor(2s);
        const SendingCounters before = sender.session.snapshot(casts.network.now()).counters;
        const ReceivingCounters had = receiver.session.counters();
        QVERIFY(toServer.size() > 3 && toClient.size() > 100);
        for (const auto &packet : toServer) {
            std::vector<uint8_t> copy = packet;
            sender.session.receive(copy, receiver.endpoint, casts.network.now());
        }
        for (const auto &packet : toClient) {
            std::vector<uint8_t> copy = packet;
            const std::array batch{
                ReceivingSession::Datagram{copy, {settings.interface.address, settings.group.port}}};
            receiver.session.receive(batch, casts.network.now());
        }
        const auto replayed = size_t(wire::Rejection::Replayed);
        const SendingCounters after = sender.session.snapshot(casts.network.now()).counters;
        QCOMPARE(after.rejected[replayed], toServer.size());
        QCOMPARE(after.rejectedTotal(), before.rejectedTotal()); // nobody has forged anything
        QCOMPARE(receiver.session.counters().rejected[replayed], toClient.size());
        QCOMPARE(receiver.session.counters().dataPackets, had.dataPackets);
        QVERIFY(casts.runUntilAllEnd());
        QCOMPARE(receiver.sink.content, casts.content);
    }

    void anOrderUnderTheKeyOfAllIsNone()
    {
        // Every member has that key, and could send away all others with it.
        Casts casts(Mega);
        const SendingSettings settings = encrypted();
        casts.send(settings);
        SimulatedReceiver &victim = casts.receive(settings);
        ReceivingSettings mine;
        mine.sessionId = settings.id.value();
        mine.serverMode = mine.clientMode = settings.mode;
        mine.member = Casts::memberOf(1);
        ReceivingKeys keys(mine);
        std::optional<wire::GroupKey> known;
        victim.tap = [&](const SimulatedHost::Packet &packet) {
            std::vector<uint8_t> copy(packet.bytes.begin(), packet.bytes.end());
            const auto read =
                wire::decodeTransport(copy, keys.incoming(), mine.sessionId, wire::Receiver::Client);
            if (const auto *answer = read ? std::get_if<wire::JoinAck>(&read->body) : nullptr)
                known = answer->keys[0];
            return true;
        };
        casts.runFor(500ms);
        QVERIFY(known);
        wire::PacketSecurity security(wire::SecurityMode::Encrypted);
        security.sealWith({Kind::Group, known->number}, known->key);
        const std::array clients{wire::KickedClient{victim.session.clientId(), wire::KickFail}};
        const std::array wrong{wire::GroupKey{known->number + 1, {}}};
        for (const wire::TransportBody &body :
             {wire::TransportBody(wire::Kick{std::span<const wire::KickedClient>(clients), {}, {}}),
              wire::TransportBody(wire::Keys{std::span<const wire::GroupKey>(wrong)})}) {
            std::vector<uint8_t> packet(1500);
            // Beyond what the server has counted, so that it is no replay.
            for (int i = 0; i < 2000; ++i) {
                packet.resize(1500);
                packet.resize(wire::encodeTransport(packet, security, mine.sessionId, 1, body));
            }
            const std::array batch{
                ReceivingSession::Datagram{packet, {settings.interface.address, settings.group.port}}};
            const uint64_t strangers = victim.session.counters().strangers;
            victim.session.receive(batch, casts.network.now());
            QCOMPARE(victim.session.counters().strangers, strangers + 1);
            QCOMPARE(victim.session.state(), ReceivingState::Regular);
        }
    }
};

CASTDECK_TEST(TestEncryptedCasts)

} // namespace castdeck::tst_encryptedcasts

#include "tst_encryptedcasts.moc"
