// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/pendingevents.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

namespace castdeck::tst_pendingevents
{

namespace
{

/// A server that does at random what servers do, and never shows a row without what it hangs on.
class Server
{
public:
    explicit Server(quint32 seed) : m_random(seed) {}

    InventoryEvent step()
    {
        InventoryEvent event{state.revision + 1, change()};
        state.apply(event);
        return event;
    }

    Inventory state = sampleInventory(3, 3);

private:
    template <class Row>
    Row pick(const QList<Row> &rows)
    {
        return rows.isEmpty() ? Row{} : rows[m_random.bounded(int(rows.size()))];
    }
    Change change()
    {
        SessionInfo session = pick(state.sessions);
        ClientInfo client = pick(state.clients);
        ContentInfo content = pick(state.contents);
        switch (m_random.bounded(12)) {
        case 0:
            if (!content.id.isValid())
                return Notice{};
            session.id = SessionId(++m_last);
            session.contentId = content.id;
            return session;
        case 1:
            content.id = ContentId(++m_last);
            content.namespaceId = NamespaceId(1);
            return content;
        case 2:
            if (!session.id.isValid())
                return Notice{};
            client.id = ClientId(++m_last);
            client.sessionId = session.id;
            return client;
        case 3:
            return session.id.isValid() ? Change(session.id) : Change(Notice{});
        case 4:
            return client.id.isValid() ? Change(client.id) : Change(Notice{});
        case 5:
            return state.contents.size() > 1 ? Change(content.id) : Change(Notice{});
        case 6: // moves to another session
            if (!client.id.isValid() || !session.id.isValid())
                return Notice{};
            client.sessionId = session.id;
            return client;
        case 7:
            state.server.serviceDraining = !state.server.serviceDraining;
            return state.server;
        default:
            if (!client.id.isValid())
                return Notice{};
            client.percentCompletion = quint8(m_random.bounded(101));
            return client;
        }
    }

    QRandomGenerator m_random;
    quint32 m_last = 1000;
};

bool isWhole(const Inventory &inventory)
{
    return std::ranges::all_of(inventory.contents,
                               [&](const auto &row) { return inventory.find(row.namespaceId); }) &&
           std::ranges::all_of(inventory.sessions,
                               [&](const auto &row) { return inventory.find(row.contentId); }) &&
           std::ranges::all_of(inventory.clients,
                               [&](const auto &row) { return inventory.find(row.sessionId); });
}

} // namespace

class TestPendingEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEndIsTheSameAndNoStepIsMissed()
    {
        for (quint32 seed = 1; seed <= 200; ++seed) {
            Server server(seed);
            QRandomGenerator random(seed);
            Inventory peer = server.state;
            PendingEvents pending(10'000);
            for (int round = 0; round < 5; ++round) {
                const int steps = random.bounded(120);
                for (int i = 0; i < steps; ++i)
                    pending.add(server.step());
                for (const InventoryEvent &event : pending.take(peer.revision)) {
                    QVERIFY(event.follows(peer.revision));
                    peer.apply(event);
                    QVERIFY(isWhole(peer));
                }
                QVERIFY(pending.isEmpty());
                QVERIFY(peer == server.state);
            }
        }
    }

    void whatASnapshotHoldsIsNotToldAgain()
    {
        Server server(7);
        PendingEvents pending(10'000);
        for (int i = 0; i < 50; ++i)
            pending.add(server.step());
        Inventory peer = server.state; // the snapshot
        const quint64 snapshot = peer.revision;
        for (int i = 0; i < 50; ++i)
            pending.add(server.step());
        const auto events = pending.take(snapshot);
        QVERIFY(events.size() <= 50);
        for (const InventoryEvent &event : events)
            peer.apply(event);
        QVERIFY(peer == server.state);
        pending.add(server.step());
        QCOMPARE(pending.take(server.state.revision), QList<InventoryEvent>());
    }

    void aRowThatChangesOftenWaitsOnce()
    {
        PendingEvents pending(10);
        ClientInfo client;
        client.id = ClientId(5);
        for (quint64 revision = 1; revision <= 10'000; ++revision) {
            client.roundTrip = quint32(revision);
            pending.add({revision, client});
        }
        const auto events = pending.take(0);
        QCOMPARE(events.size(), 1);
        QCOMPARE(events.first(), (InventoryEvent{10'000, client, 9'999}));
    }

    void tooManyShowAGap()
    {
        PendingEvents pending(10);
        for (quint64 revision = 1; revision <= 1'000; ++revision)
            pending.add({revision, Notice{}});
        const auto events = pending.take(0);
        QCOMPARE(events.size(), 1);
        QVERIFY(!events.first().follows(0));
        // After that it is as new.
        pending.add({1'001, Notice{}});
        QCOMPARE(pending.take(1'000).first(), (InventoryEvent{1'001, Notice{}}));
    }

    void aGapIsNotHidden()
    {
        PendingEvents pending(10);
        pending.add({2, ClientId(1)});
        pending.add({4, ClientId(2)});
        const auto events = pending.take(1);
        QCOMPARE(events.size(), 1);
        QVERIFY(!events.first().follows(1));
        pending.add({7, ClientId(3)});
        QVERIFY(!pending.take(5).first().follows(5));
    }
};

CASTDECK_TEST(TestPendingEvents)

} // namespace castdeck::tst_pendingevents
#include "tst_pendingevents.moc"
