// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/namespaceselection.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_namespaceselection
{

namespace
{

NamespaceFacts facts(quint32 id, NamespaceType type = NamespaceType::AutoCast)
{
    NamespaceFacts row;
    row.server = ServerId(QStringLiteral("here"));
    row.info.id = NamespaceId(id);
    row.info.type = type;
    row.reachable = true;
    return row;
}

NamespaceFacts waiting(quint32 id, quint32 clients)
{
    NamespaceFacts row = facts(id, NamespaceType::ScheduledCastAutoStart);
    row.info.waitingClients = clients;
    return row;
}

NamespaceFacts contentOf(NamespaceFacts row, quint32 id)
{
    row.contentId = ContentId(id);
    return row;
}

using Question = Eligible<NamespaceFacts> (NamespaceSelection::*)() const;

} // namespace

class TestNamespaceSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void obstacles_data()
    {
        QTest::addColumn<NamespaceFacts>("row");
        QTest::addColumn<Question>("question");
        QTest::addColumn<Obstacle>("obstacle");
        const Question start = &NamespaceSelection::toStart;
        const Question deregister = &NamespaceSelection::toDeregister;
        const Question rearm = &NamespaceSelection::toRearm;
        const Question minimum = &NamespaceSelection::toSetMinimum;
        const Question terminate = &NamespaceSelection::toTerminateContents;

        QTest::newRow("start") << waiting(1, 2) << start << Obstacle::None;
        QTest::newRow("start, nobody") << waiting(1, 0) << start << Obstacle::NobodyWaits;
        QTest::newRow("start, Auto-Cast") << facts(1) << start << Obstacle::NotScheduled;
        NamespaceFacts row = waiting(1, 2);
        row.info.transmissionStarted = true;
        QTest::newRow("start, started") << row << start << Obstacle::AlreadyStarted;
        QTest::newRow("minimum, started") << row << minimum << Obstacle::AlreadyStarted;
        row = waiting(1, 2);
        row.powers.publish = false;
        QTest::newRow("start as operator") << row << start << Obstacle::None;
        QTest::newRow("deregister as operator") << row << deregister << Obstacle::Forbidden;
        QTest::newRow("minimum as operator") << row << minimum << Obstacle::Forbidden;
        row.powers.disconnect = false;
        QTest::newRow("start as viewer") << row << start << Obstacle::Forbidden;
        row = waiting(1, 2);
        row.reachable = false;
        QTest::newRow("lost") << row << start << Obstacle::Unreachable;
        row = waiting(1, 2);
        row.pending = Pending::Starting;
        QTest::newRow("ordered") << row << start << Obstacle::AlreadyOrdered;
        row = facts(1);
        row.info.tombstoned = true;
        QTest::newRow("deregister a tombstone") << row << deregister << Obstacle::NotPublished;
        QTest::newRow("rearm") << facts(1) << rearm << Obstacle::NotMissed;
        row = waiting(1, 0);
        row.info.startMissed = true;
        QTest::newRow("rearm, missed") << row << rearm << Obstacle::None;
        QTest::newRow("minimum") << waiting(1, 0) << minimum << Obstacle::None;
        QTest::newRow("minimum, by hand")
            << facts(1, NamespaceType::ScheduledCastManualStart) << minimum << Obstacle::NotAutomatic;
        QTest::newRow("terminate no content") << facts(1) << terminate << Obstacle::NoContent;
        QTest::newRow("terminate content") << contentOf(facts(1), 5) << terminate << Obstacle::None;
    }

    void obstacles()
    {
        QFETCH(const NamespaceFacts, row);
        QFETCH(const Question, question);
        QFETCH(const Obstacle, obstacle);
        const Eligible<NamespaceFacts> eligible = (NamespaceSelection({row}).*question)();
        QCOMPARE(eligible.obstacle, obstacle);
        QCOMPARE(eligible.rows.size(), obstacle == Obstacle::None ? 1 : 0);
    }

    void nothingSelected()
    {
        const NamespaceSelection nothing;
        QCOMPARE(nothing.toStart().obstacle, Obstacle::NoNamespace);
        QCOMPARE(nothing.toEdit().obstacle, Obstacle::NoNamespace);
        QCOMPARE(nothing.toTerminateContents().obstacle, Obstacle::NoContent);
    }

    void aNamespaceCountsOnceWithItsContents()
    {
        const NamespaceSelection rows({facts(1), contentOf(facts(1), 5), contentOf(facts(1), 6), facts(2)});
        QCOMPARE(rows.toDeregister().rows.size(), 2);
        QCOMPARE(rows.toTerminateContents().rows.size(), 2);
        QCOMPARE(rows.toEdit().obstacle, Obstacle::NotOne);
    }

    void whatCannotIsLeftOut()
    {
        const NamespaceSelection rows({waiting(1, 3), facts(2), waiting(3, 0)});
        QCOMPARE(rows.toStart().rows.size(), 1);
        QCOMPARE(rows.toStart().rows.constFirst().info.id, NamespaceId(1));
    }
};

CASTDECK_TEST(TestNamespaceSelection)

} // namespace castdeck::tst_namespaceselection
#include "tst_namespaceselection.moc"
