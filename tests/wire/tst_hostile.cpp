// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packetjson.h"
#include "support/testprogram.h"
#include "support/writable.h"
#include "vectors.h"
#include "wire/applicationmessage.h"
#include "wire/initiation.h"

#include <QTest>
#include <functional>
#include <memory>

namespace castdeck::wire::test::tst_hostile
{

namespace
{

/// A copy with nothing behind it, so that a read past the end is noticed by AddressSanitizer.
class Exact
{
public:
    explicit Exact(Bytes bytes) : m_size(bytes.size()), m_bytes(std::make_unique<uint8_t[]>(m_size))
    {
        std::ranges::copy(bytes, m_bytes.get());
    }
    std::span<uint8_t> bytes() { return {m_bytes.get(), m_size}; }

private:
    size_t m_size;
    std::unique_ptr<uint8_t[]> m_bytes;
};

using Decoder = std::function<void(Bytes)>;

/// Gives the decoder every prefix of the packet, and the packet with every byte replaced in a few ways.
int torment(const QByteArray &packet, const Decoder &decode)
{
    int given = 0;
    for (qsizetype length = 0; length < packet.size(); ++length, ++given)
        decode(Exact(view(packet).first(length)).bytes());
    for (qsizetype i = 0; i < packet.size(); ++i) {
        for (const int mask : {0x01, 0x80, 0xFF}) {
            Exact broken(view(packet));
            broken.bytes()[i] ^= static_cast<uint8_t>(mask);
            decode(broken.bytes());
            ++given;
        }
    }
    return given;
}

} // namespace

/// What a peer may send has no say in what this process does. The packets' views are read to their ends.
class TestHostile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void transportPackets();
    void transportPrefixesAreRefused();
    void applicationMessages();
    void initiation();
};

void TestHostile::transportPackets()
{
    int decoded = 0;
    int refused = 0;
    for (const QString &file : transportFiles()) {
        for (const Vector &vector : readVectors(file)) {
            PacketSecurity security = vector.security();
            // Without protection many broken packets are still packets; the sum does not miss the two zero
            // bytes of an empty list of options, without which the packet is whole as well.
            const size_t withoutOptions = static_cast<size_t>(vector.bytes().size()) - 2;
            const auto mayPass = [&](size_t size) {
                return security.mode() == SecurityMode::None ||
                       (security.mode() == SecurityMode::Checksum && size == withoutOptions);
            };
            torment(vector.bytes(), [&](Bytes bytes) {
                const auto packet =
                    decodeTransport(writable(bytes), security, vector.sessionId(), vector.receiver());
                QVERIFY(!packet || mayPass(bytes.size()));
                ++(packet ? decoded : refused);
                if (packet) {
                    QVERIFY(!fieldsOf(packet->body).isEmpty());
                    optionsOf(packet->body);
                }
            });
        }
    }
    QVERIFY(decoded > 1000);
    QVERIFY(refused > decoded);
}

void TestHostile::transportPrefixesAreRefused()
{
    for (const QString &file : transportFiles()) {
        for (const Vector &vector : readVectors(file)) {
            // Cut behind the fields a packet is whole again; nothing shorter may pass, whatever its
            // protection says.
            PacketSecurity security = vector.security();
            const QByteArray packet = vector.bytes();
            int passed = 0;
            for (qsizetype length = 0; length < packet.size(); ++length) {
                Exact cut(view(packet).first(length));
                if (cut.bytes().size() >= security.headerSize() + 13)
                    security.seal(cut.bytes());
                passed +=
                    decodeTransport(cut.bytes(), security, vector.sessionId(), vector.receiver()) ? 1 : 0;
            }
            QVERIFY2(passed <= 1, qPrintable(vector.name()));
        }
    }
}

void TestHostile::applicationMessages()
{
    const ContentGeometry content{3000, 1385};
    int given = 0;
    for (const Vector &vector : readVectors(QStringLiteral("application.json"))) {
        given += torment(vector.bytes(), [&](Bytes bytes) {
            decodeInquiry(bytes);
            decodeProgress(bytes);
            if (const auto answer = decodeAnswer(bytes, content)) {
                for (const Range range : answer->ranges)
                    QVERIFY(range.start >= 1 && range.start <= range.end &&
                            range.end <= content.totalBlocks());
            }
            if (const auto block = decodeBlock(bytes, content))
                QCOMPARE(block->data.size(), size_t{content.length(block->blockNumber)});
        });
        for (qsizetype length = 0; length < vector.bytes().size(); ++length) {
            const QByteArray cut = vector.bytes().left(length);
            QVERIFY(!decodeInquiry(view(cut)) && !decodeProgress(view(cut)) &&
                    !decodeAnswer(view(cut), content));
        }
    }
    QVERIFY(given > 1000);
}

void TestHostile::initiation()
{
    int given = 0;
    for (const Vector &vector : readVectors(QStringLiteral("initiation-udp.json"))) {
        given += torment(vector.bytes(), [](Bytes bytes) {
            if (const auto request = decodeInitiationRequest(bytes)) {
                QVERIFY(request->macLength >= 1 && request->macLength <= request->macAddress.size());
                QVERIFY(request->namespaceName.isValidUtf16() && request->content.isValidUtf16());
            }
            decodeInitiationReply(bytes);
        });
        for (qsizetype length = 0; length < vector.bytes().size(); ++length) {
            const QByteArray cut = vector.bytes().left(length);
            QVERIFY(!decodeInitiationRequest(view(cut)) && !decodeInitiationReply(view(cut)));
        }
    }
    QVERIFY(given > 300);
}

CASTDECK_TEST(TestHostile)

} // namespace castdeck::wire::test::tst_hostile

#include "tst_hostile.moc"
