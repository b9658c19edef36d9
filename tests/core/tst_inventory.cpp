// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::test::tst_inventory
{

namespace
{

NamespaceInfo namespaceInfo(quint32 id)
{
    NamespaceInfo row;
    row.id = NamespaceId(id);
    return row;
}

ContentInfo contentInfo(quint32 id, quint32 parent)
{
    ContentInfo row;
    row.id = ContentId(id);
    row.namespaceId = NamespaceId(parent);
    return row;
}

SessionInfo sessionInfo(quint32 id, quint32 parent)
{
    SessionInfo row;
    row.id = SessionId(id);
    row.contentId = ContentId(parent);
    return row;
}

ClientInfo clientInfo(quint32 id, quint32 parent)
{
    ClientInfo row;
    row.id = ClientId(id);
    row.sessionId = SessionId(parent);
    return row;
}

template <class Row>
QList<quint32> idsOf(const QList<Row> &rows)
{
    QList<quint32> ids;
    for (const Row &row : rows)
        ids.append(row.id.value());
    return ids;
}

using Ids = QList<quint32>;

/// Namespaces 1 and 2; 1 holds contents 10 and 11, 2 holds 20; sessions 100 and 101 of 10, 110 of 11, 200 of
/// 20; two clients each. Fed in an order that is nobody's.
Inventory populated()
{
    Inventory inventory;
    quint64 revision = 0;
    const auto put = [&](const Change &change) { inventory.apply({++revision, change}); };
    for (const quint32 session : {200U, 110U, 100U, 101U}) {
        put(clientInfo(session * 10 + 2, session));
        put(clientInfo(session * 10 + 1, session));
        put(sessionInfo(session, session / 10));
    }
    for (const quint32 content : {20U, 11U, 10U})
        put(contentInfo(content, content / 10));
    put(namespaceInfo(2));
    put(namespaceInfo(1));
    return inventory;
}

} // namespace

class TestInventory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void staysSortedById();
    void findsById();
    void aSessionIsCalledByItsContent();
    void aKnownIdIsReplaced();
    void serverAndNotices();
    void removalsCascade_data();
    void removalsCascade();
    void orphansGoWithTheirParent();
    void unknownIdsChangeNothingButTheRevision();
};

void TestInventory::staysSortedById()
{
    const Inventory inventory = populated();
    QCOMPARE(idsOf(inventory.namespaces), (Ids{1, 2}));
    QCOMPARE(idsOf(inventory.contents), (Ids{10, 11, 20}));
    QCOMPARE(idsOf(inventory.sessions), (Ids{100, 101, 110, 200}));
    QCOMPARE(idsOf(inventory.clients), (Ids{1001, 1002, 1011, 1012, 1101, 1102, 2001, 2002}));
    QCOMPARE(inventory.revision, quint64{17});
}

void TestInventory::findsById()
{
    const Inventory inventory = populated();
    QCOMPARE(inventory.find(NamespaceId(2)), &inventory.namespaces.at(1));
    QCOMPARE(inventory.find(ContentId(10)), &inventory.contents.first());
    QCOMPARE(inventory.find(SessionId(110)), &inventory.sessions.at(2));
    QCOMPARE(inventory.find(ClientId(2002)), &inventory.clients.last());
    QVERIFY(!inventory.find(ClientId(2003)) && !inventory.find(SessionId(105)) &&
            !inventory.find(ContentId(0)));
    QVERIFY(!Inventory().find(NamespaceId(1)));
}

void TestInventory::aKnownIdIsReplaced()
{
    Inventory inventory = populated();
    SessionInfo session = sessionInfo(101, 10);
    session.percentCompletion = 42;
    inventory.apply({18, session});
    QCOMPARE(idsOf(inventory.sessions), (Ids{100, 101, 110, 200}));
    QCOMPARE(inventory.find(SessionId(101))->percentCompletion, quint8{42});
    QCOMPARE(inventory.find(SessionId(100))->percentCompletion, quint8{0});

    inventory.apply({19, clientInfo(1001, 200)}); // moves to another session
    inventory.apply({20, SessionId(100)});
    QVERIFY(inventory.find(ClientId(1001)));
    QVERIFY(!inventory.find(ClientId(1002)));
}

void TestInventory::serverAndNotices()
{
    Inventory inventory = populated();
    inventory.apply({18, ServerInfo{QStringLiteral("deploy"), QStringLiteral("1")}});
    QCOMPARE(inventory.server.name, QStringLiteral("deploy"));
    Inventory expected = inventory;
    expected.revision = 19;
    inventory.apply({19, Notice()});
    QCOMPARE(inventory, expected);
}

void TestInventory::removalsCascade_data()
{
    QTest::addColumn<Change>("gone");
    QTest::addColumn<Ids>("namespaces");
    QTest::addColumn<Ids>("contents");
    QTest::addColumn<Ids>("sessions");
    QTest::addColumn<Ids>("clients");
    QTest::addRow("namespace") << Change(NamespaceId(1)) << Ids{2} << Ids{20} << Ids{200} << Ids{2001, 2002};
    QTest::addRow("content") << Change(ContentId(10)) << Ids{1, 2} << Ids{11, 20} << Ids{110, 200}
                             << Ids{1101, 1102, 2001, 2002};
    QTest::addRow("session") << Change(SessionId(100)) << Ids{1, 2} << Ids{10, 11, 20} << Ids{101, 110, 200}
                             << Ids{1011, 1012, 1101, 1102, 2001, 2002};
    QTest::addRow("client") << Change(ClientId(1001)) << Ids{1, 2} << Ids{10, 11, 20}
                            << Ids{100, 101, 110, 200} << Ids{1002, 1011, 1012, 1101, 1102, 2001, 2002};
}

void TestInventory::removalsCascade()
{
    QFETCH(const Change, gone);
    QFETCH(const Ids, namespaces);
    QFETCH(const Ids, contents);
    QFETCH(const Ids, sessions);
    QFETCH(const Ids, clients);
    Inventory inventory = populated();
    inventory.apply({18, gone});
    QCOMPARE(inventory.revision, quint64{18});
    QCOMPARE(idsOf(inventory.namespaces), namespaces);
    QCOMPARE(idsOf(inventory.contents), contents);
    QCOMPARE(idsOf(inventory.sessions), sessions);
    QCOMPARE(idsOf(inventory.clients), clients);
}

void TestInventory::orphansGoWithTheirParent()
{
    // The parent was never announced, its end is: nothing that hangs on it may stay.
    Inventory inventory;
    inventory.apply({1, clientInfo(5, 100)});
    inventory.apply({2, sessionInfo(100, 10)});
    inventory.apply({3, contentInfo(10, 1)});
    inventory.apply({4, NamespaceId(1)});
    QCOMPARE(inventory, (Inventory{4, {}, {}, {}, {}, {}}));
}

void TestInventory::aSessionIsCalledByItsContent()
{
    Inventory inventory = populated();
    inventory.namespaces[1].name = QStringLiteral("images");
    inventory.contents[0].name = QStringLiteral("install.wim");
    inventory.clients[0].name = QStringLiteral("PC-1");
    QCOMPARE(inventory.nameOf(NamespaceId(2)), QStringLiteral("images"));
    QCOMPARE(inventory.nameOf(ContentId(10)), QStringLiteral("install.wim"));
    QCOMPARE(inventory.nameOf(SessionId(101)), QStringLiteral("install.wim"));
    QCOMPARE(inventory.nameOf(SessionId(200)), QString()); // its content has no name
    QCOMPARE(inventory.nameOf(ClientId(1001)), QStringLiteral("PC-1"));
    QCOMPARE(inventory.nameOf(SessionId(999)), QString());
}

void TestInventory::unknownIdsChangeNothingButTheRevision()
{
    Inventory expected = populated();
    Inventory inventory = expected;
    for (const Change &change :
         {Change(NamespaceId(9)), Change(ContentId(9)), Change(SessionId(9)), Change(ClientId(9))})
        inventory.apply({++expected.revision, change});
    QCOMPARE(inventory, expected);
}

CASTDECK_TEST(TestInventory)

} // namespace castdeck::test::tst_inventory

#include "tst_inventory.moc"
