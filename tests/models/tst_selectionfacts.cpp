// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/selectionfacts.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_selectionfacts
{

namespace
{

RowFacts row(RowKind kind, quint32 id, int clients = 0)
{
    RowFacts facts;
    facts.key = {ServerId(QStringLiteral("a")), kind, id};
    facts.reachable = true;
    facts.clients = clients;
    if (kind == RowKind::Session || kind == RowKind::Namespace)
        facts.namespaceId = NamespaceId(7);
    return facts;
}

RowFacts onServer(RowFacts facts, const char *server)
{
    facts.key.server = ServerId(QString::fromLatin1(server));
    return facts;
}

} // namespace

class TestSelectionFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSelected()
    {
        const SelectionFacts none;
        QCOMPARE(none.sessionsToTerminate().obstacle, Obstacle::NoSession);
        QCOMPARE(none.clientsToDisconnect().obstacle, Obstacle::NoClient);
        QCOMPARE(none.namespacesToRetire().obstacle, Obstacle::NoNamespace);
        QCOMPARE(none.rowsToCopy().obstacle, Obstacle::NoRow);
    }

    void eachActionTakesItsKind()
    {
        const SelectionFacts mixed({row(RowKind::Session, 1, 3), row(RowKind::Client, 1),
                                    row(RowKind::Session, 2, 4), row(RowKind::Server, 0)});
        const Eligible<RowFacts> sessions = mixed.sessionsToTerminate();
        QVERIFY(sessions.isPossible());
        QCOMPARE(sessions.rows.size(), 2);
        QCOMPARE(SelectionFacts::clientsOf(sessions.rows), 7);
        QCOMPARE(mixed.clientsToDisconnect().rows.size(), 1);
        QCOMPARE(mixed.rowsToCopy().rows.size(), 4);
    }

    void rowsThatCannotAreLeftOut()
    {
        RowFacts pending = row(RowKind::Session, 1);
        pending.pending = Pending::Ending;
        RowFacts unreachable = row(RowKind::Session, 2);
        unreachable.reachable = false;
        RowFacts forbidden = row(RowKind::Session, 3);
        forbidden.powers.disconnect = false;
        QCOMPARE(SelectionFacts({pending}).sessionsToTerminate().obstacle, Obstacle::AlreadyOrdered);
        QCOMPARE(SelectionFacts({unreachable}).sessionsToTerminate().obstacle, Obstacle::Unreachable);
        QCOMPARE(SelectionFacts({forbidden}).sessionsToTerminate().obstacle, Obstacle::Forbidden);
        QVERIFY(SelectionFacts({forbidden}).namespacesToRetire().isPossible());
        const Eligible<RowFacts> some =
            SelectionFacts({pending, row(RowKind::Session, 4), unreachable}).sessionsToTerminate();
        QVERIFY(some.isPossible());
        QCOMPARE(some.rows.size(), 1);
        QCOMPARE(some.rows.at(0).key.id, 4u);
    }

    void namespaceIsTakenBackOnce()
    {
        const SelectionFacts twoSessions(
            {row(RowKind::Session, 1), row(RowKind::Session, 2), onServer(row(RowKind::Session, 1), "b")});
        QCOMPARE(twoSessions.namespacesToRetire().rows.size(), 2);
        RowFacts gone = row(RowKind::Session, 1);
        gone.tombstoned = true;
        QCOMPARE(SelectionFacts({gone}).namespacesToRetire().obstacle, Obstacle::NotPublished);
    }

    void publishesOnTheServerMeant()
    {
        const RowFacts a = row(RowKind::Server, 0);
        const RowFacts b = onServer(a, "b");
        QVERIFY(SelectionFacts().serverToPublishOn({a}).isPossible());
        QCOMPARE(SelectionFacts().serverToPublishOn({a, b}).obstacle, Obstacle::NoServer);
        QCOMPARE(SelectionFacts().serverToPublishOn({}).obstacle, Obstacle::NoServer);
        const Eligible<RowFacts> chosen =
            SelectionFacts({onServer(row(RowKind::Client, 5), "b")}).serverToPublishOn({a, b});
        QCOMPARE(chosen.rows.value(0).key.server, b.key.server);
        QCOMPARE(SelectionFacts({a, b}).serverToPublishOn({a, b}).obstacle, Obstacle::NoServer);
        RowFacts readOnly = a;
        readOnly.powers.publish = false;
        QCOMPARE(SelectionFacts().serverToPublishOn({readOnly}).obstacle, Obstacle::Forbidden);
    }
};

CASTDECK_TEST(TestSelectionFacts)

} // namespace castdeck::tst_selectionfacts
#include "tst_selectionfacts.moc"
