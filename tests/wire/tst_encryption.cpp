// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packetjson.h"
#include "support/testprogram.h"
#include "vectors.h"
#include "wire/applicationmessage.h"
#include "wire/datapacket.h"
#include "wire/packetcipher.h"
#include "wire/replaywindow.h"

#include <QJsonArray>
#include <QTest>
#include <map>
#include <random>
#include <set>

namespace castdeck::wire::test::tst_encryption
{

namespace
{

using Kind = KeyId::Kind;

const QString File = QStringLiteral("encrypted.json");
constexpr uint32_t Session = 0x6D19EE7E;
constexpr CipherKey Secret{1, 2, 3};
constexpr KeyId Group{Kind::Group, 5};
constexpr size_t HeaderSize = 33;
constexpr size_t TextAt = HeaderSize + 13;

template <class T = CipherKey>
T keyOf(const QJsonValue &hex)
{
    T key{};
    const QByteArray bytes = QByteArray::fromHex(hex.toString().toLatin1());
    std::copy_n(bytes.begin(), std::min(size_t(bytes.size()), key.size()), key.begin());
    return key;
}

std::vector<uint8_t> bytesOf(const Vector &vector)
{
    const QByteArray bytes = vector.bytes();
    return {bytes.begin(), bytes.end()};
}

KeyId idOf(const Vector &vector)
{
    const bool isGroup = vector.object[QStringLiteral("sealedWith")].toString() == QLatin1String("group");
    return {isGroup ? Kind::Group : Kind::Member,
            static_cast<uint32_t>(number(vector.object[QStringLiteral("keyNumber")]))};
}

bool isFromServer(const Vector &vector)
{
    return vector.object[QStringLiteral("direction")].toString() == QLatin1String("server-to-client");
}

Receiver receiverOf(const Vector &vector)
{
    return isFromServer(vector) ? Receiver::Client : Receiver::Server;
}

PacketSecurity sealing(KeyId id = Group, const CipherKey &key = Secret)
{
    PacketSecurity security(SecurityMode::Encrypted);
    security.sealWith(id, key);
    return security;
}

PacketSecurity opening(KeyId id = Group, const CipherKey &key = Secret)
{
    PacketSecurity security(SecurityMode::Encrypted);
    security.openWith(id, key);
    return security;
}

std::vector<uint8_t> packetOf(PacketSecurity &security, const TransportBody &body = Qcc{1, 2})
{
    std::vector<uint8_t> packet(1500);
    packet.resize(encodeTransport(packet, security, Session, 1, body));
    return packet;
}

Decoded<TransportPacket> decode(std::vector<uint8_t> packet, PacketSecurity &security,
                                Receiver receiver = Receiver::Client)
{
    return decodeTransport(packet, security, Session, receiver);
}

} // namespace

class TestEncryption : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memberKeysAreThoseOfOthers()
    {
        const QJsonObject known = readVectorFile(File)[QStringLiteral("member")].toObject();
        const Member member{static_cast<uint32_t>(number(known[QStringLiteral("number")])),
                            keyOf(known[QStringLiteral("secret")])};
        const auto session = static_cast<uint32_t>(number(known[QStringLiteral("SessionId")]));
        QCOMPARE(memberCipherKey(member, Direction::MemberToServer, session),
                 keyOf(known[QStringLiteral("memberToServer")]));
        QCOMPARE(memberCipherKey(member, Direction::ServerToMember, session),
                 keyOf(known[QStringLiteral("serverToMember")]));
        QVERIFY(memberCipherKey(member, Direction::ServerToMember, session + 1) !=
                keyOf(known[QStringLiteral("serverToMember")]));
    }

    void packetsOfOthersAreRead()
    {
        for (const Vector &vector : readVectors(File)) {
            PacketSecurity security = opening(idOf(vector), keyOf(vector.object[QStringLiteral("key")]));
            std::vector<uint8_t> bytes = bytesOf(vector);
            const auto packet = decodeTransport(bytes, security, vector.sessionId(), receiverOf(vector));
            QVERIFY2(packet, qPrintable(vector.name()));
            QCOMPARE(packet->senderTime, number(vector.object[QStringLiteral("SenderTime")]));
            QCOMPARE(copyOf(Bytes(bytes).subspan(TextAt)).toHex(),
                     vector.object[QStringLiteral("text")].toString().toLatin1());
            QVERIFY(security.openedWith() == idOf(vector));
            QCOMPARE(keyIdOf(bytes), std::optional(idOf(vector)));
        }
    }

    /// What was read and is written again, in the same order, comes out byte by byte.
    void packetsAreWrittenAsOthersWriteThem()
    {
        std::map<std::pair<KeyId, bool>, PacketSecurity> sealers;
        int compared = 0;
        for (const Vector &vector : readVectors(File)) {
            const KeyId id = idOf(vector);
            const CipherKey key = keyOf(vector.object[QStringLiteral("key")]);
            auto &sealer = sealers.try_emplace({id, isFromServer(vector)}, sealing(id, key)).first->second;
            if (number(vector.object[QStringLiteral("count")]) != sealer.sealed())
                continue; // one that is far on
            PacketSecurity security = opening(id, key);
            std::vector<uint8_t> bytes = bytesOf(vector);
            const auto packet = decodeTransport(bytes, security, vector.sessionId(), receiverOf(vector));
            std::vector<uint8_t> written(1500);
            written.resize(
                encodeTransport(written, sealer, vector.sessionId(), packet->senderTime, packet->body));
            QCOMPARE(copyOf(written).toHex(), vector.bytes().toHex());
            ++compared;
        }
        QVERIFY(compared >= 9);
    }

    void malformedPacketsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const QJsonArray rows = readVectorFile(File)[QStringLiteral("malformed")].toArray();
        for (const QJsonValue &row : rows)
            QTest::newRow(qPrintable(row[QStringLiteral("name")].toString()))
                << QByteArray::fromHex(row[QStringLiteral("hex")].toString().toLatin1())
                << row[QStringLiteral("reason")].toString();
    }
    void malformedPacketsAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        PacketSecurity security(SecurityMode::Encrypted);
        for (const Vector &vector : readVectors(File)) {
            if (isFromServer(vector))
                security.openWith(idOf(vector), keyOf(vector.object[QStringLiteral("key")]));
        }
        const auto packet = decode({bytes.begin(), bytes.end()}, security);
        QVERIFY(!packet);
        QCOMPARE(QString::fromLatin1(name(packet.error())), reason);
    }

    void everyPrefixAndEveryBitIsRefused()
    {
        PacketSecurity sealer = sealing();
        for (const TransportBody &body :
             {TransportBody(Qcc{1, 2}), TransportBody(Spm{}), TransportBody(Keys{})}) {
            const std::vector<uint8_t> whole = packetOf(sealer, body);
            PacketSecurity opener = opening();
            for (size_t length = 0; length < whole.size(); ++length)
                QVERIFY(!decode({whole.begin(), whole.begin() + ptrdiff_t(length)}, opener));
            for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
                auto broken = whole;
                broken[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
                QVERIFY(!decode(broken, opener));
            }
            auto longer = whole;
            longer.resize(MaxDatagram);
            QVERIFY(!decode(longer, opener));
            // Whatever was forged has not used up the count of the true one.
            QVERIFY(decode(whole, opener));
        }
    }

    void otherModesDoNotKnowIt()
    {
        PacketSecurity sealer = sealing();
        const auto packet = packetOf(sealer);
        for (const SecurityMode mode : {SecurityMode::None, SecurityMode::Hash, SecurityMode::Checksum}) {
            PacketSecurity security(mode, SessionKey{});
            QCOMPARE(decode(packet, security).error(), Rejection::BadSecurityType);
            // Nor its packets.
            std::vector<uint8_t> bytes(1500);
            bytes.resize(encodeTransport(bytes, security, Session, 1, Keys{}));
            QCOMPARE(decode(bytes, security).error(), Rejection::UnknownOpcode);
            bytes.resize(1500);
            bytes.resize(encodeTransport(bytes, security, Session, 1, KeyAck{1, 1}));
            QCOMPARE(decode(bytes, security, Receiver::Server).error(), Rejection::UnknownOpcode);
        }
    }

    void nothingCanBeReadWithoutTheKey()
    {
        PacketSecurity sealer = sealing();
        DataPacketWriter writer(sealer, Session);
        std::vector<uint8_t> packet(writer.packetSize(100), 'x');
        writer.finish(packet, {false, 1, 2, 3, 3, 4});
        QCOMPARE(packet.size(), dataOverhead(SecurityMode::Encrypted) + 100);
        QCOMPARE(copyOf(packet).count("xx"), 0);
        // Of two packets with the same content nothing is the same but what is meant to be seen.
        std::vector<uint8_t> again(writer.packetSize(100), 'x');
        writer.finish(again, {false, 1, 2, 3, 3, 4});
        QVERIFY(!std::equal(packet.begin() + TextAt, packet.end(), again.begin() + TextAt));
        PacketSecurity other = opening(Group, CipherKey{3, 2, 1});
        QCOMPARE(decode(packet, other).error(), Rejection::BadSeal);
        PacketSecurity stranger = opening({Kind::Group, 6});
        QCOMPARE(decode(packet, stranger).error(), Rejection::UnknownKey);
        PacketSecurity opener = opening();
        const auto read = decodeTransport(packet, opener, Session, Receiver::Client);
        QVERIFY(read);
        const auto block = decodeBlock(std::get<Data>(read->body).data, {1000, 100});
        QVERIFY(block);
        QCOMPARE(copyOf(block->data), QByteArray(100, 'x'));
    }

    void noNonceIsUsedTwice()
    {
        PacketSecurity sealer = sealing();
        std::set<std::vector<uint8_t>> nonces;
        for (int i = 0; i < 2000; ++i) {
            if (i == 1000)
                sealer.sealWith({Kind::Group, 6}, CipherKey{9});
            const auto packet = packetOf(sealer);
            QVERIFY(nonces.emplace(packet.begin() + 5, packet.begin() + 17).second);
        }
        QCOMPARE(sealer.sealed(), uint64_t(1000));
    }

    void replaysAreRefusedInAnyOrder()
    {
        PacketSecurity sealer = sealing();
        std::vector<std::vector<uint8_t>> packets;
        for (int i = 0; i < 300; ++i)
            packets.push_back(packetOf(sealer));
        PacketSecurity opener = opening();
        std::shuffle(packets.begin(), packets.end(), std::mt19937(1)); // NOLINT: the same each time
        for (const auto &packet : packets)
            QVERIFY(decode(packet, opener));
        for (const auto &packet : packets)
            QCOMPARE(decode(packet, opener).error(), Rejection::Replayed);
    }

    void theWindowKnowsWhatCame()
    {
        std::mt19937_64 random(7); // NOLINT: the same each time
        ReplayWindow window;
        std::set<uint64_t> came;
        uint64_t newest = 0;
        for (int i = 0; i < 200'000; ++i) {
            newest += random() % 1000 == 0 ? random() % 20'000 : random() % 4;
            const uint64_t counter = newest - std::min(newest, random() % 10'000);
            const uint64_t end = came.empty() ? 0 : *came.rbegin() + 1;
            const bool isTooOld = counter < end && end - counter > ReplayWindow::Size;
            QCOMPARE(window.take(counter), !isTooOld && came.insert(counter).second);
        }
        QVERIFY(!window.take(UINT64_MAX));
        QVERIFY(window.take(UINT64_MAX - 1));
        QVERIFY(!window.take(UINT64_MAX - 1));
        QVERIFY(!window.take(0));
    }

    /// Whoever has the wide units talks with whoever has not.
    void theLibrariesAgree()
    {
        using Use = PacketCipher::Use;
        PacketCipher fastest(Use::Seal, Secret);
        PacketCipher openSsl(Use::Seal, Secret, CryptoLibrary::OpenSsl);
        PacketCipher opener(Use::Open, Secret);
        PacketCipher openSslOpener(Use::Open, Secret, CryptoLibrary::OpenSsl);
        std::mt19937 random(7);
        for (size_t length = 0; length < 2000; length += 1 + length / 20) {
            std::vector<uint8_t> text(length);
            std::vector<uint8_t> header(random() % 64);
            std::array<uint8_t, PacketCipher::NonceSize> nonce{};
            for (auto *bytes : {&text, &header})
                std::ranges::generate(*bytes, [&] { return uint8_t(random()); });
            std::ranges::generate(nonce, [&] { return uint8_t(random()); });
            std::array<uint8_t, PacketCipher::TagSize> tag{};
            std::array<uint8_t, PacketCipher::TagSize> otherTag{};
            std::vector<uint8_t> sealed = text;
            std::vector<uint8_t> otherSealed = text;
            QVERIFY(fastest.seal(nonce, header, sealed, tag));
            QVERIFY(openSsl.seal(nonce, header, otherSealed, otherTag));
            QVERIFY(sealed == otherSealed && tag == otherTag);
            QVERIFY(opener.open(nonce, header, otherSealed, tag) && otherSealed == text);
            otherSealed = sealed;
            QVERIFY(openSslOpener.open(nonce, header, otherSealed, tag) && otherSealed == text);
            // Neither takes what is not as it was sealed.
            for (PacketCipher *const one : {&opener, &openSslOpener}) {
                for (std::span<uint8_t> bytes :
                     {std::span(sealed), std::span(header), std::span<uint8_t>(tag)}) {
                    if (bytes.empty())
                        continue;
                    uint8_t &changed = bytes[random() % bytes.size()];
                    changed ^= 1;
                    std::vector<uint8_t> copy = sealed;
                    QVERIFY(!one->open(nonce, header, copy, tag));
                    changed ^= 1;
                }
            }
        }
    }

    void keysComeAndGo()
    {
        PacketSecurity sealer = sealing();
        PacketSecurity opener(SecurityMode::Encrypted);
        const auto first = packetOf(sealer);
        QCOMPARE(decode(first, opener).error(), Rejection::UnknownKey);
        opener.openWith(Group, Secret);
        opener.openWith({Kind::Member, 5}, CipherKey{4});
        QVERIFY(decode(first, opener));
        opener.openWith(Group, Secret); // known already: what came is not forgotten
        QCOMPARE(decode(first, opener).error(), Rejection::Replayed);
        PacketSecurity memberSealer = sealing({Kind::Member, 5}, CipherKey{4});
        QVERIFY(decode(packetOf(memberSealer), opener));
        QVERIFY(opener.openedWith() == (KeyId{Kind::Member, 5}));
        opener.forget(Group);
        QCOMPARE(decode(packetOf(sealer), opener).error(), Rejection::UnknownKey);
    }

    void withoutAKeyNothingIsSaid()
    {
        PacketSecurity security(SecurityMode::Encrypted);
        DataPacketWriter writer(security, Session);
        std::vector<uint8_t> packet(writer.packetSize(100), 'x');
        writer.finish(packet, {false, 1, 2, 3, 3, 4});
        QVERIFY(std::all_of(packet.begin() + TextAt, packet.end(), [](uint8_t byte) { return byte == 0; }));
    }

    void itSurvivesBeingMoved()
    {
        PacketSecurity sealer = sealing();
        PacketSecurity opener = opening();
        const PacketSecurity moved = std::move(sealer);
        QCOMPARE(moved.headerSize(), HeaderSize);
        PacketSecurity assigned(SecurityMode::None);
        assigned = std::move(opener);
        PacketSecurity again = sealing();
        QVERIFY(decode(packetOf(again), assigned));
    }
};

CASTDECK_TEST(TestEncryption)

} // namespace castdeck::wire::test::tst_encryption

#include "tst_encryption.moc"
