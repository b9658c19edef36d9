// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/inventoryledger.h"
#include "engine/session/sessionrows.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"

#include <QTest>

namespace castdeck::tst_sessionrows
{

namespace
{

ClientSnapshot sampleClient()
{
    ClientSnapshot client;
    client.id = ClientId(7);
    client.state = ClientState::Receiving;
    client.name = QStringLiteral("PC-7");
    client.endpoint = {*addressFromText(QStringLiteral("192.0.2.7")), 4000};
    client.percentCompletion = 40;
    client.joinedAt = monotonicNow() - std::chrono::seconds(90);
    client.lossRate = 0.123456789;
    return client;
}

} // namespace

class TestSessionRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clientKeepsWhenItJoinedAndWhoItIs();
    void sessionIsTheMeanOfItsClients();
    void terminatingStays();
    void departuresAreFacts_data();
    void departuresAreFacts();
    void ledgerRaisesOnlyWhatDiffers();
};

void TestSessionRows::clientKeepsWhenItJoinedAndWhoItIs()
{
    ClientSnapshot client = sampleClient();
    const ClientInfo first = clientRow(client, SessionId(3), nullptr, QStringLiteral("alice"));
    const qint64 joinedFor = first.joinedAt.secsTo(QDateTime::currentDateTimeUtc());
    QVERIFY(joinedFor >= 90 && joinedFor < 120);
    QCOMPARE(first.joinedAt.timeSpec(), Qt::UTC);
    QCOMPARE(first.ipAddress, QStringLiteral("192.0.2.7"));
    QCOMPARE(first.userIdentity, QStringLiteral("alice"));
    QCOMPARE(first.sessionId, SessionId(3));

    client.joinedAt += std::chrono::milliseconds(3);
    client.lossRate += 1e-7;
    QCOMPARE(clientRow(client, SessionId(3), &first, QString()), first);
    client.percentCompletion = 41;
    QVERIFY(!(clientRow(client, SessionId(3), &first, QString()) == first));
}

void TestSessionRows::sessionIsTheMeanOfItsClients()
{
    SessionSnapshot snapshot;
    snapshot.state = SessionState::Sending;
    snapshot.masterClientId = ClientId(7);
    snapshot.transferRate = 1000;
    snapshot.counters.rejected[0] = 2;
    snapshot.counters.strangers = 3;
    QCOMPARE(sessionRow({}, snapshot).percentCompletion, quint8(0));
    for (const uint8_t percent : {100, 100, 51}) {
        snapshot.clients.append(sampleClient());
        snapshot.clients.last().percentCompletion = percent;
    }
    const SessionInfo row = sessionRow({}, snapshot);
    QCOMPARE(row.percentCompletion, quint8(83));
    QCOMPARE(row.state, SessionState::Sending);
    QCOMPARE(row.masterClientId, ClientId(7));
    QCOMPARE(row.rejectedPackets, quint64(5));
    QCOMPARE(row.transferRate, quint64(1000));
}

void TestSessionRows::terminatingStays()
{
    SessionInfo row;
    row.state = SessionState::Terminating;
    SessionSnapshot snapshot;
    snapshot.state = SessionState::Sending;
    QCOMPARE(sessionRow(row, snapshot).state, SessionState::Terminating);
}

void TestSessionRows::departuresAreFacts_data()
{
    using Kind = ClientDeparture::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Notice::Kind>("fact");
    QTest::newRow("completed") << Kind::Completed << Notice::Kind::ClientCompleted;
    QTest::newRow("left") << Kind::Left << Notice::Kind::ClientLeft;
    QTest::newRow("inactive") << Kind::Inactive << Notice::Kind::ClientLeft;
    QTest::newRow("disconnected") << Kind::Disconnected << Notice::Kind::ClientDisconnected;
    QTest::newRow("demoted") << Kind::Demoted << Notice::Kind::ClientDemoted;
    QTest::newRow("vanished") << Kind::Vanished << Notice::Kind::ClientVanished;
}

void TestSessionRows::departuresAreFacts()
{
    QFETCH(ClientDeparture::Kind, kind);
    QFETCH(Notice::Kind, fact);
    const DisconnectOrder order{DisconnectType::Abort, QStringLiteral("wrong image"),
                                QStringLiteral("alice")};
    const Notice notice = departureNotice({kind, ClientId(7), QStringLiteral("PC-7")}, SessionId(3), &order);
    QCOMPARE(notice.kind, fact);
    QCOMPARE(notice.subject, QStringLiteral("PC-7"));
    QCOMPARE(notice.sessionId, SessionId(3));
    QCOMPARE(notice.clientId, ClientId(7));
    QCOMPARE(notice.by, order.by);
    QCOMPARE(notice.reason, order.reason);
    QCOMPARE(notice.error.has_value(), kind == ClientDeparture::Kind::Inactive);
}

void TestSessionRows::ledgerRaisesOnlyWhatDiffers()
{
    QList<InventoryEvent> events;
    InventoryLedger ledger([&](const InventoryEvent &event) { events.append(event); });
    SessionInfo row;
    row.id = SessionId(3);
    ledger.write(row);
    ledger.write(row);
    ledger.remove(SessionId(4));
    QCOMPARE(events.size(), 1);
    row.transferRate = 1;
    ledger.write(row);
    ledger.announce({});
    ledger.remove(SessionId(3));
    ledger.remove(SessionId(3));
    QCOMPARE(events.size(), 4);
    for (qsizetype i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].revision, quint64(i + 1));
    QVERIFY(std::get<Notice>(events[2].change).time.isValid());
    QCOMPARE(ledger.revision(), quint64(4));
    QVERIFY(ledger.inventory().sessions.isEmpty());
}

CASTDECK_TEST(TestSessionRows)

} // namespace castdeck::tst_sessionrows
#include "tst_sessionrows.moc"
