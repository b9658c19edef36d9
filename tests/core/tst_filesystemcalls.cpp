// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filesystemcalls.h"
#include "support/testprogram.h"

#include <QTest>
#include <condition_variable>
#include <mutex>

namespace castdeck::tst_filesystemcalls
{

namespace
{

const QString Share = QStringLiteral("/share");
const QString Disk = QStringLiteral("/disk");

Result<int> refuse()
{
    return failure(ErrorCode::FileNotFound, Disk);
}

/// A file system that answers when it is let.
class Door
{
public:
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
        m_changed.notify_all();
    }
    int pass()
    {
        std::unique_lock lock(m_mutex);
        ++m_came;
        m_changed.wait(lock, [this] { return m_isOpen; });
        return 7;
    }
    int came()
    {
        const std::lock_guard lock(m_mutex);
        return m_came;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOpen = false;
    int m_came = 0;
};

} // namespace

class FileSystemCallsTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<Door> m_door;
    std::unique_ptr<FileSystemCalls> m_calls;

    Result<int> askDoor(const QString &what)
    {
        return m_calls->ask<int>(Share, what, [door = m_door]() -> Result<int> { return door->pass(); });
    }
    Result<int> askDisk()
    {
        return m_calls->ask<int>(Disk, {}, []() -> Result<int> { return 3; });
    }
    /// The answer, when it has come; that can be at once or, on a machine under load, a while later.
    static int whenThere(const std::function<Result<int>()> &ask)
    {
        Result<int> last = ask();
        static_cast<void>(QTest::qWaitFor(
            [&] {
                if (!last)
                    last = ask();
                return last.has_value();
            },
            Patience));
        return last.value_or(0);
    }
    static ErrorCode codeOf(const Result<int> &result)
    {
        return result ? ErrorCode::Internal : result.error().code;
    }

private Q_SLOTS:
    void init()
    {
        m_door = std::make_shared<Door>();
        m_calls = std::make_unique<FileSystemCalls>();
    }
    void cleanup()
    {
        m_calls.reset();
        m_door->open();
    }

    void whatAnswersAtOnceIsAnswered()
    {
        QCOMPARE(whenThere([this] { return askDisk(); }), 3);
        ErrorCode code = ErrorCode::Busy;
        QTRY_VERIFY((code = code != ErrorCode::Busy ? code : codeOf(m_calls->ask<int>(Disk, {}, refuse))) !=
                    ErrorCode::Busy);
        QCOMPARE(code, ErrorCode::FileNotFound);
    }

    void whatAnswersLateIsGotByAskingAgain()
    {
        QCOMPARE(codeOf(askDoor({})), ErrorCode::Busy);
        QCOMPARE(codeOf(askDoor({})), ErrorCode::Busy);
        int told = 0;
        QVERIFY(m_calls->whenAnswered(Share, {}, [&] { ++told; }));
        QVERIFY(!m_calls->whenAnswered(Share, QStringLiteral("else"), [&] { ++told; }));
        m_door->open();
        QTRY_COMPARE(told, 1);
        QVERIFY(m_calls->whenAnswered(Share, {}, [&] { ++told; }));
        QCOMPARE(askDoor({}).value_or(0), 7);
        QTRY_COMPARE(told, 2);
        QCOMPARE(m_door->came(), 1); // however often it was asked for
        QVERIFY(!m_calls->whenAnswered(Share, {}, [&] { ++told; }));
    }

    void whoeverWaitsIsToldAlthoughAnotherHasTheAnswer()
    {
        QCOMPARE(codeOf(askDoor({})), ErrorCode::Busy);
        int told = 0;
        QVERIFY(m_calls->whenAnswered(Share, {}, [&] { ++told; }));
        QVERIFY(m_calls->whenAnswered(Share, {}, [&] { ++told; }));
        m_door->open();
        // Without a turn of the event loop, in which they would be told.
        Result<int> answer = askDoor({});
        while (!answer && m_door->came() == 1)
            answer = askDoor({});
        QCOMPARE(answer.value_or(0), 7);
        QTRY_COMPARE(told, 2);
    }

    void whoeverWaitsAsLongAsItTakesIsToldOnce_data()
    {
        QTest::addColumn<bool>("answers");
        QTest::newRow("late") << true;
        QTest::newRow("never") << false;
    }
    void whoeverWaitsAsLongAsItTakesIsToldOnce()
    {
        QFETCH(const bool, answers);
        QList<Result<int>> told;
        m_calls->ask<int>(
            Share, [door = m_door]() -> Result<int> { return door->pass(); },
            [&](const Result<int> &answer) { told.append(answer); });
        QVERIFY(told.isEmpty());
        if (answers)
            m_door->open();
        QTRY_COMPARE(told.size(), 1);
        if (answers)
            QCOMPARE(told.constFirst().value_or(0), 7);
        else
            QCOMPARE(codeOf(told.constFirst()), ErrorCode::FolderNotAnswering);
        m_door->open();
        QTRY_COMPARE(m_door->came(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(told.size(), 1);
    }

    /// One that failed for a reason of its own, though it may be the same.
    void whatIsBusyItselfIsTold()
    {
        QList<Result<int>> told;
        m_calls->ask<int>(
            Disk, []() -> Result<int> { return failure(ErrorCode::Busy, Disk); },
            [&](const Result<int> &answer) { told.append(answer); });
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(codeOf(told.constFirst()), ErrorCode::Busy);
    }

    void onePlaceHoldsUpNoOther()
    {
        QCOMPARE(codeOf(askDoor({})), ErrorCode::Busy);
        QCOMPARE(whenThere([this] { return askDisk(); }), 3);
    }

    void whatDoesNotAnswerIsSaidToBeSo()
    {
        QCOMPARE(codeOf(askDoor(QStringLiteral("a"))), ErrorCode::Busy);
        ErrorCode code = ErrorCode::Internal;
        QVERIFY(m_calls->whenAnswered(Share, QStringLiteral("a"),
                                      [&] { code = codeOf(askDoor(QStringLiteral("a"))); }));
        QTRY_COMPARE(code, ErrorCode::FolderNotAnswering);
        // For all that is asked of it, without another call that hangs …
        QCOMPARE(codeOf(askDoor(QStringLiteral("b"))), ErrorCode::FolderNotAnswering);
        QCOMPARE(m_door->came(), 1);
        QCOMPARE(whenThere([this] { return askDisk(); }), 3);
        // … until it does.
        m_door->open();
        QCOMPARE(whenThere([this] { return askDoor(QStringLiteral("a")); }), 7);
        QCOMPARE(whenThere([this] { return askDoor(QStringLiteral("b")); }), 7);
    }

    void aPlaceHasABoundedNumberOfCalls()
    {
        int busy = 0;
        for (size_t i = 0; i < FileSystemCalls::CallsMost + 10; ++i)
            busy += codeOf(askDoor(QString::number(i))) == ErrorCode::Busy;
        QCOMPARE(size_t(busy), FileSystemCalls::CallsMost);
        QCOMPARE(codeOf(askDoor(QStringLiteral("more"))), ErrorCode::FolderNotAnswering);
    }

    void nobodyWaitsForThoseThatAreLeftBehind()
    {
        QCOMPARE(codeOf(askDoor({})), ErrorCode::Busy);
        bool told = false;
        QVERIFY(m_calls->whenAnswered(Share, {}, [&] { told = true; }));
        m_calls.reset(); // would wait here for ever
        m_door->open();
        QTRY_VERIFY(m_door.use_count() == 1); // the thread has ended
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }
};

CASTDECK_TEST(FileSystemCallsTest)

} // namespace castdeck::tst_filesystemcalls
#include "tst_filesystemcalls.moc"
