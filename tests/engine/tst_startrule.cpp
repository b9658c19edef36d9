// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/startrule.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QTest>

namespace castdeck::tst_startrule
{

namespace
{

/// Stands for "may be done": no rule refuses with it.
constexpr ErrorCode fine = ErrorCode::Internal;

QDateTime noon()
{
    return utc(QDate(2030, 1, 1), QTime(12, 0));
}

ErrorCode codeOf(const Result<void> &result)
{
    return result ? fine : result.error().code;
}

NamespaceInfo automatic(quint32 minimum, quint32 waiting, const QDateTime &time)
{
    NamespaceInfo row;
    row.name = QStringLiteral("images");
    row.type = NamespaceType::ScheduledCastAutoStart;
    row.minimumClients = minimum;
    row.waitingClients = waiting;
    row.startTime = time;
    return row;
}

NamespaceInfo manual(quint32 waiting)
{
    NamespaceInfo row = automatic(0, waiting, {});
    row.type = NamespaceType::ScheduledCastManualStart;
    return row;
}

NamespaceInfo tombstone(NamespaceInfo row)
{
    row.tombstoned = true;
    return row;
}

} // namespace

class TestStartRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDue_data()
    {
        QTest::addColumn<NamespaceInfo>("row");
        QTest::addColumn<StartStep>("step");
        const auto row = [](const char *name, const NamespaceInfo &info, StartStep step) {
            QTest::newRow(name) << info << step;
        };
        NamespaceInfo autocast = automatic(1, 5, noon());
        autocast.type = NamespaceType::AutoCast;
        row("autocast", autocast, StartStep::None);
        row("manual", manual(9), StartStep::None);
        row("one too few", automatic(3, 2, {}), StartStep::None);
        row("enough", automatic(3, 3, {}), StartStep::Start);
        row("enough before its time", automatic(3, 4, noon().addDays(1)), StartStep::Start);
        row("before its time", automatic(0, 4, noon().addMSecs(1)), StartStep::None);
        row("its time", automatic(0, 1, noon()), StartStep::Start);
        row("its time, fewer than the minimum", automatic(3, 1, noon()), StartStep::Start);
        row("its time, nobody there", automatic(3, 0, noon()), StartStep::Miss);
        row("long past", automatic(0, 0, noon().addDays(-9)), StartStep::Miss);
        row("missed, late client", missed(automatic(0, 1, noon())), StartStep::None);
        row("missed, and still to come", missed(automatic(0, 0, noon().addSecs(1))), StartStep::Await);
        row("missed, enough clients", missed(automatic(2, 2, noon())), StartStep::Start);
        row("started", started(automatic(1, 1, noon())), StartStep::None);
        row("tombstone", tombstone(automatic(1, 1, noon())), StartStep::None);
    }
    void whatIsDue()
    {
        QFETCH(const NamespaceInfo, row);
        QTEST(dueStep(row, noon()), "step");
    }

    void whenItIsDue()
    {
        QCOMPARE(nextStepTime(automatic(1, 0, noon())), noon());
        QVERIFY(!nextStepTime(automatic(1, 0, {})).isValid());
        QVERIFY(!nextStepTime(missed(automatic(1, 0, noon()))).isValid());
        QVERIFY(!nextStepTime(started(automatic(1, 0, noon()))).isValid());
        QVERIFY(!nextStepTime(tombstone(automatic(1, 0, noon()))).isValid());
    }

    void steps()
    {
        const NamespaceInfo late = missed(automatic(0, 2, noon()));
        QVERIFY(late.startMissed);
        QVERIFY(waitsForStart(late));
        const NamespaceInfo running = started(late);
        QVERIFY(running.transmissionStarted);
        QVERIFY(!running.startMissed);
        QCOMPARE(running.waitingClients, 0U);
        QVERIFY(!waitsForStart(running));
    }

    void startByHand()
    {
        QCOMPARE(codeOf(mayStart(manual(1))), fine);
        QCOMPARE(codeOf(mayStart(automatic(9, 1, noon()))), fine);
        QCOMPARE(codeOf(mayStart(missed(automatic(9, 1, noon())))), fine);
        QCOMPARE(codeOf(mayStart(manual(0))), ErrorCode::NamespaceStartFailedNoClients);
        QCOMPARE(codeOf(mayStart(started(manual(1)))), ErrorCode::NamespaceAlreadyStarted);
        QCOMPARE(codeOf(mayStart(tombstone(manual(1)))), ErrorCode::NamespaceShutdownInProgress);
        NamespaceInfo autocast;
        autocast.waitingClients = 1;
        QCOMPARE(codeOf(mayStart(autocast)), ErrorCode::InvalidOperation);
    }

    void minimumWhileWaiting()
    {
        const NamespaceInfo row = automatic(3, 1, {});
        QCOMPARE(codeOf(maySetMinimumClients(row, 1)), fine);
        QCOMPARE(codeOf(maySetMinimumClients(row, 0)), ErrorCode::InvalidNamespaceStartParameters);
        QCOMPARE(codeOf(maySetMinimumClients(automatic(3, 1, noon()), 0)), fine);
        QCOMPARE(codeOf(maySetMinimumClients(manual(1), 2)), ErrorCode::NamespaceReadOnly);
        QCOMPARE(codeOf(maySetMinimumClients(started(row), 2)), ErrorCode::NamespaceAlreadyStarted);
        QCOMPARE(codeOf(maySetMinimumClients(tombstone(row), 2)), ErrorCode::NamespaceShutdownInProgress);
    }

    void rearming()
    {
        const NamespaceInfo row = missed(automatic(0, 0, noon().addDays(-1)));
        const QDateTime later = noon().addMSecs(1);
        QCOMPARE(codeOf(mayRearm(row, later, noon())), fine);
        QCOMPARE(codeOf(mayRearm(row, noon(), noon())), ErrorCode::StartTimeInPast);
        QCOMPARE(codeOf(mayRearm(row, {}, noon())), ErrorCode::InvalidNamespaceStartTime);
        QCOMPARE(codeOf(mayRearm(automatic(0, 0, later), later, noon())), ErrorCode::InvalidOperation);
        QCOMPARE(codeOf(mayRearm(started(row), later, noon())), ErrorCode::InvalidOperation);
        QCOMPARE(codeOf(mayRearm(tombstone(row), later, noon())), ErrorCode::NamespaceShutdownInProgress);
    }
};

CASTDECK_TEST(TestStartRule)

} // namespace castdeck::tst_startrule
#include "tst_startrule.moc"
