// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/requests.h"
#include "engine/session/unicastclients.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::test::tst_unicastclients
{

class TestUnicastClients : public QObject
{
    Q_OBJECT

    QList<InventoryEvent> m_events;
    quint32 m_lastId = 100;
    std::unique_ptr<InventoryLedger> m_ledger;
    std::unique_ptr<UnicastClients> m_unicast;

    static ClientInfo client(quint8 percent)
    {
        ClientInfo info;
        info.id = ClientId(7);
        info.sessionId = SessionId(1);
        info.state = ClientState::Disconnecting;
        info.name = QStringLiteral("PC-7");
        info.ipAddress = QStringLiteral("192.0.2.7");
        info.percentCompletion = percent;
        info.lossRate = 0.5;
        info.silentSince = QDateTime::currentDateTimeUtc();
        return info;
    }
    static UnicastTransfer transfer(quint64 bytes, bool isWhole = false)
    {
        return {1,     SessionId(1), QStringLiteral("192.0.2.7"), QStringLiteral("PC-7"), {}, 1'000,
                bytes, isWhole};
    }
    const ClientInfo *row(quint32 id) const { return m_ledger->inventory().find(ClientId(id)); }
    std::optional<RowEnding> ending() const
    {
        for (auto event = m_events.rbegin(); event != m_events.rend(); ++event) {
            if (std::holds_alternative<ClientId>(event->change))
                return event->ending;
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_events.clear();
        m_lastId = 100;
        m_ledger = std::make_unique<InventoryLedger>(
            [this](const InventoryEvent &event) { m_events.append(event); });
        m_unicast = std::make_unique<UnicastClients>(*m_ledger, [this] { return ClientId(++m_lastId); });
    }

    void goesOnWhereItLeft()
    {
        m_unicast->remember(client(20));
        m_unicast->show({transfer(100)});
        QVERIFY(row(7) && m_unicast->contains(ClientId(7)));
        QVERIFY(row(7)->byUnicast);
        QCOMPARE(row(7)->percentCompletion, 30);
        QCOMPARE(row(7)->lossRate, 0.0);
        QVERIFY(!row(7)->silentSince.isValid());
        const qsizetype before = m_events.size();
        m_unicast->show({transfer(101)});
        QCOMPARE(m_events.size(), before); // nothing that anybody would see
        // Its session's row goes, and takes it along; it goes on all the same.
        m_ledger->remove(ClientId(7));
        m_unicast->show({transfer(200)});
        QCOMPARE(row(7)->percentCompletion, 40);
    }

    void hasItAllOnceAllOfItWasSent()
    {
        m_unicast->remember(client(20));
        m_unicast->show({transfer(800)});
        QVERIFY(row(7)); // it may ask for more
        m_unicast->show({transfer(800, true)});
        QVERIFY(!row(7));
        QCOMPARE(ending()->client, ClientOutcome::Completed);
        QCOMPARE(ending()->percentCompletion, 100);
        QVERIFY(ending()->unicast);
        // What is still said of it brings no row back.
        m_unicast->show({transfer(800, true)});
        m_unicast->show({});
        QVERIFY(!row(7) && !m_unicast->contains(ClientId(7)));
    }

    void givesUpAndComesBack()
    {
        m_unicast->remember(client(20));
        m_unicast->show({transfer(300, true)}); // whole, but not all
        QVERIFY(row(7));
        m_unicast->show({});
        QVERIFY(!row(7));
        QCOMPARE(ending()->client, ClientOutcome::Left);
        QCOMPARE(ending()->percentCompletion, 50);
        UnicastTransfer again = transfer(100);
        again.number = 2;
        m_unicast->show({again});
        QCOMPARE(row(7)->percentCompletion, 60);
    }

    void whoNeverCameByMulticastIsNew()
    {
        m_unicast->show({transfer(500)});
        QVERIFY(!row(7));
        QCOMPARE(row(101)->name, QStringLiteral("PC-7"));
        QCOMPARE(row(101)->percentCompletion, 50);
        // Of one that asked without a name its address alone is known.
        UnicastTransfer nameless = transfer(100);
        nameless.number = 2;
        nameless.name.clear();
        m_unicast->remember(client(80));
        m_unicast->show({transfer(500), nameless});
        QCOMPARE(row(7)->percentCompletion, 90);
    }

    void isCutByAnOrder()
    {
        m_unicast->remember(client(20));
        m_unicast->show({transfer(100)});
        DisconnectOrder order;
        order.by = QStringLiteral("ann");
        m_unicast->remove(ClientId(7), order);
        QVERIFY(!row(7) && !m_unicast->contains(ClientId(7)));
        QCOMPARE(ending()->client, ClientOutcome::Disconnected);
        QCOMPARE(ending()->by, QStringLiteral("ann"));
        m_unicast->show({transfer(200)});
        QVERIFY(!row(7));
    }

    void whoIsBackInTheSessionIsLeftAlone()
    {
        m_unicast->remember(client(20));
        m_unicast->show({transfer(100)});
        ClientInfo back = client(25);
        back.state = ClientState::Receiving;
        m_ledger->write(back);
        m_unicast->show({transfer(200)});
        m_unicast->show({});
        QCOMPARE(row(7)->state, ClientState::Receiving);
    }
};

CASTDECK_TEST(TestUnicastClients)

} // namespace castdeck::test::tst_unicastclients
#include "tst_unicastclients.moc"
