// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/channelthread.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTest>
#include <array>
#include <atomic>
#include <map>

namespace castdeck::tst_channelthread
{

namespace
{

/// What a talker was told, and where.
struct Journal {
    std::atomic<int> said{0};
    std::atomic<int> held{0};
    std::atomic<int> released{0};
    std::atomic<int> taken{0};
    std::atomic<int> gone{0};
    std::atomic<QThread *> thread{nullptr};
};

/// Says goodbyes with growing numbers until it is held or has said them all.
class Talker final : public Channel
{
public:
    Talker(std::shared_ptr<Journal> journal, int most) : m_journal(std::move(journal)), m_most(most)
    {
        m_journal->thread = QThread::currentThread();
        m_next.setInterval(0);
        connect(&m_next, &QTimer::timeout, this, &Talker::say);
    }
    ~Talker() override
    {
        if (m_journal->thread == QThread::currentThread())
            ++m_journal->gone;
    }
    void start() override { m_next.start(); }
    void send(const Message &) override { ++m_journal->taken; }
    void close(const Error &reason) override
    {
        m_next.stop();
        QMetaObject::invokeMethod(
            this, [this, reason] { Q_EMIT closed(reason); }, Qt::QueuedConnection);
    }
    void setHeld(bool isHeld) override
    {
        ++(isHeld ? m_journal->held : m_journal->released);
        isHeld ? m_next.stop() : m_next.start();
    }
    qsizetype backlog() const override { return 0; }

private:
    void say()
    {
        if (m_journal->said >= m_most)
            m_next.stop();
        else
            Q_EMIT received(Goodbye{{ErrorCode::Cancelled, QString::number(++m_journal->said)}});
    }

    std::shared_ptr<Journal> m_journal;
    int m_most;
    QTimer m_next;
};

int numberOf(const Message &message)
{
    return std::get<Goodbye>(message).reason.detail.toInt();
}

} // namespace

class TestChannelThread : public QObject
{
    Q_OBJECT

    std::shared_ptr<Journal> m_journal;
    std::unique_ptr<Channel> open(ChannelThread &channels, int most)
    {
        m_journal = std::make_shared<Journal>();
        return channels.open([journal = m_journal, most] { return std::make_unique<Talker>(journal, most); });
    }

private Q_SLOTS:
    void allComesInOrderFromAnotherThread()
    {
        ChannelThread channels;
        const auto end = open(channels, 1'000);
        QList<int> numbers;
        connect(end.get(), &Channel::received, this, [&](const Message &message) {
            QCOMPARE(QThread::currentThread(), thread());
            numbers << numberOf(message);
        });
        end->start();
        for (int i = 0; i < 3; ++i)
            end->send(Goodbye{});
        QTRY_COMPARE(numbers.size(), 1'000);
        for (int i = 0; i < numbers.size(); ++i)
            QCOMPARE(numbers.at(i), i + 1);
        QTRY_COMPARE(m_journal->taken.load(), 3);
        QVERIFY(m_journal->thread.load() && m_journal->thread != thread());
    }

    /// What is painted is posted at a low priority: it must have its turn after each of ours.
    void aTurnLeavesRoomForWhatIsPainted()
    {
        ChannelThread channels({.turn = std::chrono::microseconds(0), .untaken = 1'000});
        constexpr int each = 100;
        std::vector<std::unique_ptr<Channel>> ends;
        std::array<std::shared_ptr<Journal>, 3> journals;
        std::map<Channel *, int> numbers;
        struct Painter : QObject {
            bool event(QEvent *) override { return isDue = false, true; }
            bool isDue = false;
        } painter;
        QList<Channel *> order;
        int starved = 0;
        for (auto &journal : journals) {
            Channel *const end = ends.emplace_back(open(channels, each)).get();
            journal = m_journal;
            connect(end, &Channel::received, this, [&, end](const Message &message) {
                starved += painter.isDue;
                painter.isDue = true;
                QCoreApplication::postEvent(&painter, new QEvent(QEvent::User), Qt::LowEventPriority);
                QCOMPARE(numberOf(message), ++numbers[end]);
                order << end;
            });
            end->start();
        }
        // All have said all before anybody listens: this thread stands still.
        for (const auto &journal : journals) {
            while (journal->said < each)
                QThread::yieldCurrentThread();
        }
        QTRY_COMPARE(order.size(), 3 * each);
        // None has to wait for another to come to its end.
        QVERIFY(order.first(3) != QList<Channel *>(3, order.first()));
        QCOMPARE(starved, 0);
    }

    void whoTakesNothingIsNotReadFor()
    {
        ChannelThread channels({.turn = std::chrono::milliseconds(1), .untaken = 16});
        const auto end = open(channels, 100);
        int taken = 0;
        connect(end.get(), &Channel::received, this, [&] { ++taken; });
        end->start();
        // This thread stands still until the other one has stopped by itself.
        while (m_journal->held == 0)
            QThread::yieldCurrentThread();
        QCOMPARE(m_journal->said.load(), 16);
        QTRY_COMPARE(taken, 100);
        QVERIFY(m_journal->released > 0);
    }

    void whatIsHeldComesLater()
    {
        ChannelThread channels;
        const auto end = open(channels, 50);
        int taken = 0;
        connect(end.get(), &Channel::received, this, [&] {
            if (++taken == 10)
                end->setHeld(true);
        });
        end->start();
        QTRY_COMPARE(m_journal->said.load(), 50);
        QTRY_COMPARE(taken, 10);
        QCoreApplication::processEvents();
        QCOMPARE(taken, 10);
        end->setHeld(false);
        QTRY_COMPARE(taken, 50);
    }

    void theEndComesOnceAndLast()
    {
        ChannelThread channels;
        const auto end = open(channels, 1'000'000);
        QStringList heard;
        connect(end.get(), &Channel::received, this, [&] { heard << QStringLiteral("message"); });
        connect(end.get(), &Channel::closed, this, [&](const Error &reason) { heard << reason.detail; });
        end->start();
        QTRY_VERIFY(heard.size() > 3);
        heard.clear();
        end->close({ErrorCode::Cancelled, QStringLiteral("enough")});
        end->close({ErrorCode::Cancelled, QStringLiteral("again")});
        QTRY_COMPARE(heard, QStringList{QStringLiteral("enough")});
        QCoreApplication::processEvents();
        QCOMPARE(heard.size(), 1);
    }

    void whoHearsItMayDeleteIt_data()
    {
        QTest::addColumn<int>("after");
        QTest::newRow("before it speaks") << 0;
        QTest::newRow("at the first") << 1;
        QTest::newRow("in the midst") << 40;
    }
    void whoHearsItMayDeleteIt()
    {
        QFETCH(int, after);
        std::shared_ptr<Journal> journal;
        {
            ChannelThread channels;
            auto end = open(channels, 100);
            journal = m_journal;
            int taken = 0;
            connect(end.get(), &Channel::received, this, [&] {
                if (++taken == after)
                    end.reset();
            });
            end->start();
            if (after == 0)
                end.reset();
            QTRY_VERIFY(!end);
            QCOMPARE(taken, after);
        }
        QCOMPARE(journal->gone.load(), 1); // in its own thread
    }
};

CASTDECK_TEST(TestChannelThread)

} // namespace castdeck::tst_channelthread
#include "tst_channelthread.moc"
