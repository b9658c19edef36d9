// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/slowdisk.h"
#include "engine/store/historykeeper.h"
#include "support/testprogram.h"

#include <QTemporaryDir>
#include <algorithm>
#include <atomic>
#include <thread>

namespace castdeck::tst_databases
{

namespace
{

constexpr std::chrono::milliseconds Short{20};
constexpr std::chrono::minutes Long{5};
const QString place = QStringLiteral("/state/file");

AuditRecord record(int number)
{
    AuditRecord row;
    row.verb = QString::number(number);
    return row;
}

} // namespace

/// Whoever asks a disk is answered, by it or in its place.
class DatabasesTest : public QObject
{
    Q_OBJECT

    /// What became of one question.
    struct Asked {
        QList<Result<int>> answers;
        bool isAnswered() const { return !answers.isEmpty(); }
        std::optional<ErrorCode> error() const
        {
            return answers.isEmpty() || answers[0] ? std::nullopt : std::optional(answers[0].error().code);
        }
    };
    static std::shared_ptr<Asked> ask(Databases &databases, std::chrono::milliseconds patience)
    {
        const auto asked = std::make_shared<Asked>();
        databases.ask<int>(
            place, patience, [](Databases::Open &) -> Result<int> { return 7; },
            [asked](const Result<int> &answer) { asked->answers.append(answer); });
        return asked;
    }

private Q_SLOTS:
    void inOrderAndNeverAtOnce()
    {
        Databases databases(Long);
        QList<int> seen;
        for (int i = 0; i < 20; ++i)
            databases.run<int>([i](Databases::Open &) -> Result<int> { return i; },
                               [&seen](const Result<int> &answer) { seen.append(answer.value_or(-1)); });
        QVERIFY(seen.isEmpty());
        QTRY_COMPARE(seen.size(), 20);
        QVERIFY(std::ranges::is_sorted(seen));
        QVERIFY(!seen.contains(-1));
    }

    void aDiskThatDoesNotAnswerIsWaitedForNoLonger()
    {
        Databases databases(Short);
        SlowDisk disk(databases);
        disk.hold();
        const auto early = ask(databases, Short);
        QTRY_COMPARE(early->error(), ErrorCode::FolderNotAnswering);
        QCOMPARE(early->answers[0].error().detail, place);
        // Whoever comes now is told at once, however patient.
        const auto late = ask(databases, Long);
        QVERIFY(!late->isAnswered());
        QTRY_COMPARE(late->error(), ErrorCode::FolderNotAnswering);
        disk.goOn();
        // It answers again when it does, nobody is answered twice.
        std::shared_ptr<Asked> again;
        const auto isAnsweredAgain = [&] {
            if (!again || again->error())
                again = ask(databases, Long);
            return again->isAnswered() && again->answers[0] == 7;
        };
        QVERIFY(QTest::qWaitFor(isAnsweredAgain, Patience));
        QCOMPARE(again->answers.size(), 1);
        QCOMPARE(early->answers.size(), 1);
        QCOMPARE(late->answers.size(), 1);
    }

    void questionsAreBounded()
    {
        Databases databases(Long);
        SlowDisk disk(databases);
        disk.hold();
        std::vector<std::shared_ptr<Asked>> asked;
        for (size_t i = 0; i < PatientThread::QuestionsMost + 5; ++i)
            asked.push_back(ask(databases, Long));
        QTRY_COMPARE(asked.back()->error(), ErrorCode::FolderNotAnswering);
        disk.goOn();
        QTRY_VERIFY(std::ranges::all_of(asked, [](const auto &one) { return one->isAnswered(); }));
        QCOMPARE(std::ranges::count_if(asked, [](const auto &one) { return one->error().has_value(); }),
                 6); // one place was that of the held disk
    }

    void theEndWritesWhatWaitsAndClosesInTheThread()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history"));
        const Inventory nothing;
        {
            Databases databases(Long);
            HistoryKeeper keeper(nothing, databases);
            keeper.open(path, [path] { return HistoryStore::open(path); });
            for (int i = 0; i < 100; ++i)
                keeper.append(record(i));
        }
        QVERIFY(!QFile::exists(path + QStringLiteral("-wal")));
        HistoryFilter filter;
        filter.limit = HistoryFilter::MaxLimit;
        const auto records = HistoryStore::open(path).value()->audit(filter).value().records;
        QCOMPARE(records.size(), 100);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(records[i].verb, QString::number(99 - i));
    }

    /// The history of a server whose disk hangs for a while: in order, without a gap, and nobody waits.
    void whatIsOverWaitsForTheDisk()
    {
        const Inventory nothing;
        Databases databases(Short);
        HistoryKeeper keeper(nothing, databases);
        SlowDisk disk(databases);
        disk.hold();
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("waits in memory")));
        for (int i = 0; i < 5; ++i)
            keeper.append(record(i));
        const auto page = keeper.audit({});
        QTRY_VERIFY(page.isFinished());
        QCOMPARE(page.result().error().code, ErrorCode::FolderNotAnswering);
        keeper.append(record(5));
        disk.goOn();
        QList<AuditRecord> records;
        QTRY_VERIFY([&] {
            const auto future = keeper.audit({});
            static_cast<void>(QTest::qWaitFor([&] { return future.isFinished(); }, Patience));
            records = future.result().value_or(AuditHistory()).records;
            return records.size() == 6;
        }());
        for (int i = 0; i < 6; ++i)
            QCOMPARE(records[i].verb, QString::number(5 - i));
    }

    /// What hangs in the system when everything ends is left behind.
    void theEndDoesNotWaitForEver()
    {
        std::shared_ptr<std::atomic<bool>> goesOn = std::make_shared<std::atomic<bool>>(false);
        const auto answered = std::make_shared<int>(0);
        auto databases = std::make_unique<Databases>(Short);
        databases->run<void>(
            [goesOn](Databases::Open &) -> Result<void> {
                while (!*goesOn)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return {};
            },
            [answered](const Result<void> &) { ++*answered; });
        databases.reset();
        *goesOn = true;
        QTRY_COMPARE(goesOn.use_count(), 1L); // its thread has let go of what it held
        QCOMPARE(*answered, 0);
    }
};

CASTDECK_TEST(DatabasesTest)

} // namespace castdeck::tst_databases
#include "tst_databases.moc"
