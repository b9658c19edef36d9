// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "mirrorscript.h"
#include "support/testprogram.h"

#include <QJsonArray>

namespace castdeck::tst_mirror
{

namespace
{

constexpr quint64 Size = 6'000'001;
const QByteArray configuration("rate-limit = 1500000\nfallback-url = https://nowhere.invalid/{content}\n");

} // namespace

/// A namespace that names who else has its contents.
class MirrorTest : public QObject
{
    Q_OBJECT

    MirrorCertificate m_certificate;

    /// Sends whoever is there away.
    static void disconnectAll(CastRig &rig)
    {
        DisconnectOrder order;
        order.type = DisconnectType::Fallback;
        order.reason = QStringLiteral("the slow lane");
        const QList<ClientInfo> clients = rig.seen().clients;
        QVERIFY(!clients.isEmpty());
        for (const ClientInfo &client : clients)
            QVERIFY(CastRig::wait(rig.server().ask(DisconnectClient{client.id, order})));
    }
    QStringList believing(CastRig &rig) const
    {
        return m_certificate.believedBy(rig.path(QStringLiteral("mirror.pem")));
    }

private Q_SLOTS:
    void theRestComesFromThere()
    {
        QByteArray content;
        HttpScript mirror([&](int, const HttpAsk &ask) { return rightAnswer(ask, content); },
                          m_certificate.loaded);
        CastRig rig(Size, configuration, templateOn(mirror));
        QVERIFY2(rig.isReady(), rig.log().constData());
        content = rig.content();
        RigReceiver receiver(rig, QStringLiteral("copy"), RigReceiver::Asks::Tls, believing(rig));
        QVERIFY(receiver.reaches(QStringLiteral("receiving"), 500'000));
        disconnectAll(rig);
        QCOMPARE(receiver.exitCode(), 0);
        QVERIFY(receiver.written() == rig.content());
        QVERIFY(!mirror.asks.isEmpty());
        QVERIFY2(mirror.asks[0].head.startsWith("GET /far/images/disk.img HTTP/1.1"),
                 mirror.asks[0].head.constData());
        qint64 fetched = 0;
        for (const HttpAsk &ask : std::as_const(mirror.asks))
            fetched += ask.last - ask.first + 1;
        QVERIFY(fetched > 0 && fetched <= qint64(Size) - 500'000);
        // Where from, and why.
        const QJsonObject told = receiver.line(QStringLiteral("fallback"));
        QCOMPARE(told[QStringLiteral("url")].toString(),
                 QStringLiteral("https://localhost:%1").arg(mirror.serverPort()));
        QCOMPARE(told[QStringLiteral("reason")].toString(), QStringLiteral("the slow lane"));
        QCOMPARE(told[QStringLiteral("because")].toString(), QStringLiteral("fallback"));
    }

    void oneThatIsNotBelievedIsPassedOver()
    {
        HttpScript mirror([](int, const HttpAsk &) { return HttpAnswer{}; }, m_certificate.loaded);
        CastRig rig(Size, configuration, templateOn(mirror));
        QVERIFY2(rig.isReady(), rig.log().constData());
        RigReceiver receiver(rig, QStringLiteral("copy"), RigReceiver::Asks::Tls);
        QVERIFY(receiver.reaches(QStringLiteral("receiving"), 500'000));
        disconnectAll(rig);
        QCOMPARE(receiver.exitCode(), 0); // from the server itself
        QVERIFY(receiver.written() == rig.content());
        QVERIFY(mirror.asks.isEmpty());
    }

    /// A megabyte that comes wrong is fetched again, and who sent it is named.
    void oneThatIsWrongOnceIsNamed()
    {
        QByteArray other;
        bool wasWrong = false;
        QByteArray right;
        HttpScript mirror(
            [&](int, const HttpAsk &ask) {
                const bool isWrong = !wasWrong && ask.last == qint64(Size) - 1;
                wasWrong = wasWrong || isWrong;
                return rightAnswer(ask, isWrong ? other : right);
            },
            m_certificate.loaded);
        CastRig rig(Size, configuration, templateOn(mirror));
        QVERIFY2(rig.isReady(), rig.log().constData());
        right = other = rig.content();
        other.back() = char(~other.back());
        RigReceiver receiver(rig, QStringLiteral("copy"), RigReceiver::Asks::Tls, believing(rig));
        QVERIFY(receiver.reaches(QStringLiteral("receiving"), 500'000));
        disconnectAll(rig);
        QCOMPARE(receiver.exitCode(), 0);
        QVERIFY(wasWrong);
        QVERIFY(receiver.written() == rig.content());
        const QJsonObject told = receiver.line(QStringLiteral("damaged"));
        QCOMPARE(told[QStringLiteral("megabyte")].toInt(-1), 5);
        QCOMPARE(told[QStringLiteral("sources")].toArray().last().toString(),
                 QStringLiteral("https://localhost:%1").arg(mirror.serverPort()));
        QCOMPARE(receiver.said().count("\"damaged\""), 1);
    }

    void oneWithAnotherContentIsFoundOut()
    {
        QByteArray other;
        HttpScript mirror([&](int, const HttpAsk &ask) { return rightAnswer(ask, other); },
                          m_certificate.loaded);
        CastRig rig(Size, configuration, templateOn(mirror));
        QVERIFY2(rig.isReady(), rig.log().constData());
        other = rig.content();
        other.back() = char(~other.back());
        RigReceiver receiver(rig, QStringLiteral("copy"), RigReceiver::Asks::Tls, believing(rig));
        QVERIFY(receiver.reaches(QStringLiteral("receiving"), 500'000));
        disconnectAll(rig);
        QCOMPARE(receiver.exitCode(), 13);
        QVERIFY(
            receiver.lastLine()[QStringLiteral("message")].toString().contains(QStringLiteral("megabyte 5")));
        QCOMPARE(receiver.written(), QByteArray("no file"));
    }
};

CASTDECK_TEST(MirrorTest)

} // namespace castdeck::tst_mirror
#include "tst_mirror.moc"
