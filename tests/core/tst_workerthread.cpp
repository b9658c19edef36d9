// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerthread.h"
#include "support/testprogram.h"

#include <QProcess>
#include <QTest>
#include <atomic>
#include <cstdio>
#include <thread>
#include <unistd.h>

namespace castdeck::tst_workerthread
{

/// How a process ends that has a job behind it: one that is done, or one that hangs.
class WorkerThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aProcessEndsWhateverItsJobsDo_data()
    {
        QTest::addColumn<QString>("job");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("done") << QStringLiteral("done") << QByteArray("working, destroyed");
        QTest::newRow("hanging") << QStringLiteral("hanging") << QByteArray("working, ");
    }
    void aProcessEndsWhateverItsJobsDo()
    {
        QFETCH(const QString, job);
        QFETCH(const QByteArray, said);
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("leavesajob"), job});
        QVERIFY(process.waitForFinished(Patience));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 7);
        QCOMPARE(process.readAllStandardOutput(), said);
    }
};

namespace
{

/// What a job may use as long as the process is there.
struct Witness {
    ~Witness() { std::printf("destroyed"); }
};

std::atomic<bool> hasBegun = false;

int leaveAJob(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bool hangs = QCoreApplication::arguments().value(1) == QLatin1String("hanging");
    std::printf("working, ");
    static const Witness witness;
    {
        WorkerThread thread(hangs ? std::chrono::seconds(0) : std::chrono::seconds(30));
        thread.post([hangs]() -> WorkerThread::Outcome {
            hasBegun = true;
            if (hangs) {
                while (true)
                    ::pause();
            }
            return {};
        });
        while (!hasBegun) // what has not begun is not done
            std::this_thread::yield();
        if (!hangs)
            thread.finish(std::chrono::seconds(30));
    }
    while (!hangs && WorkerThread::count() > 0)
        std::this_thread::yield();
    return endProcess(7);
}

const test::ProgramPart part(__FILE__, &leaveAJob, "leavesajob");

} // namespace

CASTDECK_TEST(WorkerThreadTest)

} // namespace castdeck::tst_workerthread
#include "tst_workerthread.moc"
