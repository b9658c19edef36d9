// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/treefetch.h"
#include "httpscript.h"
#include "management/fingerprint.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_treefetch
{

using namespace std::chrono_literals;

namespace
{

constexpr uint64_t Size = 5 * HashTree::PieceSize + 1;

PieceHashes someHashes()
{
    PieceHashes hashes;
    hashes.pieces.resize(HashTree::pieceCount(Size));
    for (size_t i = 0; i < hashes.pieces.size(); ++i)
        hashes.pieces[i].fill(uint8_t(i + 1));
    hashes.root = *HashTree().root(hashes.pieces);
    return hashes;
}

HttpAnswer bodyOf(const QByteArray &bytes)
{
    return {httpHead("200 OK", {"Content-Length: " + QByteArray::number(bytes.size())}) + bytes, false};
}

HttpAnswer refusal(const char *status)
{
    return {httpHead(status, {"Content-Length: 0", "Retry-After: 1"}), false};
}

TreeFetch::Patience quick()
{
    return {.first = 10ms, .most = 50ms, .silence = 500ms, .failing = 2s, .unreachable = 2s};
}

} // namespace

class TreeFetchTest : public QObject
{
    Q_OBJECT

    const QByteArray m_good = someHashes().toBytes();
    std::unique_ptr<PieceVerifier> m_verifier;

    bool isTold() const { return m_verifier->hasTree() || m_verifier->treeFailure(); }
    /// Whether the tree came.
    bool fetch(const UnicastPlace &place)
    {
        const TreeFetch fetch(place, Size, *m_verifier, quick());
        return QTest::qWaitFor([this] { return isTold(); }, Patience) && m_verifier->hasTree();
    }
    bool fetch(const HttpScript &server) { return fetch({server.url(), {}}); }

private Q_SLOTS:
    void init()
    {
        m_verifier = std::move(
            *PieceVerifier::start(Size, [](uint64_t, std::span<uint8_t>) { return Result<void>(); }));
    }

    void itComes()
    {
        HttpScript server([&](int, const HttpAsk &) { return bodyOf(m_good); });
        QVERIFY(fetch(server));
        QCOMPARE(server.asks.size(), 1);
        QVERIFY(server.asks[0].head.startsWith("GET /content/x HTTP/1.1"));
        QVERIFY(!server.asks[0].head.toLower().contains("range:"));
    }

    void itIsAskedForAgainUntilItIsMade()
    {
        HttpScript server([&](int number, const HttpAsk &) {
            return number < 60 ? refusal("503 Service Unavailable") : bodyOf(m_good);
        });
        QVERIFY(fetch(server)); // though that takes longer than a server may fail
        QCOMPARE(server.asks.size(), 61);
    }

    void whoLacksNothingElseAsksAtOnce()
    {
        HttpScript server([&](int n, const HttpAsk &) {
            return n < 3 ? refusal("503 Service Unavailable") : bodyOf(m_good);
        });
        TreeFetch::Patience patience = quick();
        patience.first = patience.most = std::chrono::hours(1);
        const TreeFetch fetch({server.url(), {}}, Size, *m_verifier, patience);
        QTRY_COMPARE(server.asks.size(), 1);
        for (uint64_t piece = 0; piece < HashTree::pieceCount(Size); ++piece)
            m_verifier->check({piece, 0});
        QVERIFY(QTest::qWaitFor([this] { return isTold(); }, Patience));
        QVERIFY(m_verifier->hasTree());
    }

    void oneBrokenAnswerIsNotTheEnd_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("close");
        const auto body = [](const QByteArray &bytes) { return bodyOf(bytes).bytes; };
        QByteArray otherRoot = m_good;
        otherRoot[0] = char(otherRoot[0] ^ 1);
        QByteArray otherPiece = m_good;
        otherPiece[40] = char(otherPiece[40] ^ 1);
        QTest::newRow("cut off") << bodyOf(m_good).bytes.chopped(5) << true;
        QTest::newRow("a byte less") << body(m_good.chopped(1)) << false;
        QTest::newRow("a byte more") << body(m_good + 'x') << false;
        QTest::newRow("far more") << body(m_good + QByteArray(5'000'000, 'x')) << true;
        QTest::newRow("nothing") << body({}) << false;
        QTest::newRow("another root") << body(otherRoot) << false;
        QTest::newRow("another piece") << body(otherPiece) << false;
        QTest::newRow("gone") << refusal("404 Not Found").bytes << false;
        QTest::newRow("changed") << refusal("410 Gone").bytes << false;
        QTest::newRow("elsewhere") << httpHead("302 Found",
                                               {"Location: http://127.0.0.1:1/", "Content-Length: 0"})
                                   << false;
        QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << true;
        QTest::newRow("silence") << QByteArray() << false;
    }
    void oneBrokenAnswerIsNotTheEnd()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const bool, close);
        HttpScript server([&](int number, const HttpAsk &) {
            return number == 0 ? HttpAnswer{answer, close} : bodyOf(m_good);
        });
        QVERIFY(fetch(server));
        QVERIFY(server.asks.size() >= 2);
    }

    void whatIsAlwaysWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("code");
        QTest::newRow("another tree")
            << bodyOf(QByteArray(m_good.size(), 'x')).bytes << int(ErrorCode::VerificationFailed);
        QTest::newRow("too long") << bodyOf(m_good + 'x').bytes << int(ErrorCode::VerificationFailed);
        QTest::newRow("gone") << refusal("404 Not Found").bytes << int(ErrorCode::NetworkFailure);
        QTest::newRow("silence") << QByteArray() << int(ErrorCode::NetworkFailure);
    }
    void whatIsAlwaysWrongIsSaid()
    {
        QFETCH(const QByteArray, answer);
        HttpScript server([&](int, const HttpAsk &) { return HttpAnswer{answer, false}; });
        QVERIFY(!fetch(server));
        QTEST(int(m_verifier->treeFailure()->code), "code");
    }

    void nobodyThereIsSaid()
    {
        QVERIFY(!fetch({QUrl(QStringLiteral("https://127.0.0.1:1/tree/x")), {}}));
        QCOMPARE(m_verifier->treeFailure()->code, ErrorCode::NetworkFailure);
    }

    void onlyTheServerIsBelieved_data()
    {
        QTest::addColumn<bool>("right");
        QTest::newRow("its certificate") << true;
        QTest::newRow("another one") << false;
    }
    void onlyTheServerIsBelieved()
    {
        QFETCH(const bool, right);
        const auto made = makeCertificate(QStringLiteral("server"), -3600, 3600);
        const ServerCertificate shown{QSslCertificate::fromData(made->certificate),
                                      QSslKey(made->key, QSsl::Ec)};
        const QString expected = right ? fingerprintOf(shown.chain.first()) : QStringLiteral("sha256:00");
        HttpScript server([&](int, const HttpAsk &) { return bodyOf(m_good); }, shown);
        const auto recognises = [&](const QString &fingerprint) {
            return fingerprint == expected
                       ? Result<void>()
                       : Result<void>(failure(ErrorCode::FingerprintMismatch, fingerprint));
        };
        QCOMPARE(fetch({server.url(), recognises}), right);
        QCOMPARE(server.asks.size(), right ? 1 : 0);
        if (!right)
            QCOMPARE(m_verifier->treeFailure()->code, ErrorCode::FingerprintMismatch);
    }

    void whoGivesUpWaitsForNothing()
    {
        HttpScript server([&](int, const HttpAsk &) { return HttpAnswer{}; });
        {
            TreeFetch::Patience patient = quick();
            patient.silence = std::chrono::hours(1);
            const TreeFetch fetch({server.url(), {}}, Size, *m_verifier, patient);
            QTRY_COMPARE(server.asks.size(), 1);
        }
        QVERIFY(!isTold());
        const TreeFetch atOnce({server.url(), {}}, Size, *m_verifier, quick());
    }
};

CASTDECK_TEST(TreeFetchTest)

} // namespace castdeck::tst_treefetch
#include "tst_treefetch.moc"
