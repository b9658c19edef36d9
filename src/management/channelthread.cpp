// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/channelthread.h"

#include <QElapsedTimer>
#include <QMutex>
#include <atomic>
#include <utility>
#include <variant>

namespace castdeck
{

namespace
{

struct Arriving {
};
struct Drained {
};
/// What a channel says, as its signals do; an error is its end.
using Saying = std::variant<Message, Arriving, Drained, Error>;

} // namespace

/// A channel, and what it has said that its end has not taken yet.
class ChannelThread::Pipe final
{
public:
    explicit Pipe(size_t untaken) : m_untaken(untaken) {}

    // In the thread of the channels.
    void hold(std::unique_ptr<Channel> channel);
    void start() { m_channel->start(); }
    void send(const Message &message);
    void close(const Error &reason) { m_channel->close(reason); }
    void readOn();
    void drop() { m_channel.reset(); }
    bool isDropped() const { return !m_channel; }

    // In the thread of the end.
    void setEnd(End *end);
    End *end() const { return m_end; }
    std::optional<Saying> take();
    /// Nothing that was said matters any more.
    void forget();
    /// Whether there is something to take; what comes when there is not calls the end.
    bool isWaiting();
    /// Whether the channel may have stopped to read, and has room again.
    bool hasRoomAgain();

    std::atomic<qsizetype> unsent{}; ///< messages on their way to the channel
    std::atomic<qsizetype> backlog{};

private:
    void add(Saying saying);

    const size_t m_untaken;
    std::unique_ptr<Channel> m_channel;
    bool m_isFull = false;
    QMutex m_mutex; ///< of the rest
    std::deque<Saying> m_said;
    End *m_end = nullptr;
    bool m_isCalled = false;
};

class ChannelThread::End final : public Channel
{
public:
    End(ChannelThread &owner, std::shared_ptr<Pipe> pipe) : m_owner(owner), m_pipe(std::move(pipe))
    {
        m_pipe->setEnd(this);
    }
    ~End() override
    {
        m_pipe->setEnd(nullptr);
        there(&Pipe::drop);
    }

    void start() override { there(&Pipe::start); }
    void send(const Message &message) override
    {
        if (m_isClosed)
            return;
        ++m_pipe->unsent;
        there([message](Pipe &pipe) { pipe.send(message); });
    }
    void close(const Error &reason) override
    {
        if (std::exchange(m_isClosed, true))
            return;
        m_pipe->forget();
        there([reason](Pipe &pipe) { pipe.close(reason); });
    }
    qsizetype backlog() const override { return m_pipe->unsent + m_pipe->backlog; }
    void setHeld(bool isHeld) override
    {
        m_isHeld = isHeld;
        lookForWork();
    }

    /// Waits for a turn if there is something to take.
    void lookForWork()
    {
        if (!m_isHeld && m_pipe->isWaiting() && !std::exchange(m_isInLine, true))
            m_owner.await(m_pipe);
    }

    /// Whoever hears it may delete the end.
    void takeOne()
    {
        m_isInLine = false;
        const auto said = m_isHeld ? std::nullopt : m_pipe->take();
        if (!said)
            return;
        if (m_pipe->hasRoomAgain())
            there(&Pipe::readOn);
        if (const auto *reason = std::get_if<Error>(&*said))
            Q_EMIT closed(*reason);
        else if (m_isClosed)
            return;
        else if (const auto *message = std::get_if<Message>(&*said))
            Q_EMIT received(*message);
        else if (std::holds_alternative<Arriving>(*said))
            Q_EMIT arriving();
        else
            Q_EMIT drained();
    }

private:
    template <class Work>
    void there(Work work)
    {
        QMetaObject::invokeMethod(
            m_owner.m_there,
            [pipe = m_pipe, work = std::move(work)] {
                if (!pipe->isDropped())
                    std::invoke(work, *pipe);
            },
            Qt::QueuedConnection);
    }

    ChannelThread &m_owner;
    std::shared_ptr<Pipe> m_pipe;
    bool m_isClosed = false; ///< by this end
    bool m_isHeld = false;
    bool m_isInLine = false;
};

void ChannelThread::Pipe::hold(std::unique_ptr<Channel> channel)
{
    m_channel = std::move(channel);
    Channel *const raw = m_channel.get();
    QObject::connect(raw, &Channel::received, raw, [this](const Message &message) { add(message); });
    QObject::connect(raw, &Channel::arriving, raw, [this] { add(Arriving()); });
    QObject::connect(raw, &Channel::drained, raw, [this] {
        backlog = m_channel->backlog();
        add(Drained());
    });
    QObject::connect(raw, &Channel::closed, raw, [this](const Error &reason) { add(reason); });
}

void ChannelThread::Pipe::send(const Message &message)
{
    m_channel->send(message);
    backlog = m_channel->backlog();
    --unsent;
}

void ChannelThread::Pipe::readOn()
{
    if (std::exchange(m_isFull, false))
        m_channel->setHeld(false);
}

void ChannelThread::Pipe::add(Saying saying)
{
    QMutexLocker lock(&m_mutex);
    if (!m_end)
        return;
    m_said.push_back(std::move(saying));
    if (!std::exchange(m_isCalled, true))
        QMetaObject::invokeMethod(
            m_end, [end = m_end] { end->lookForWork(); }, Qt::QueuedConnection);
    const bool isFull = m_said.size() >= m_untaken;
    lock.unlock();
    if (isFull && !std::exchange(m_isFull, true))
        m_channel->setHeld(true);
}

void ChannelThread::Pipe::setEnd(End *end)
{
    const QMutexLocker lock(&m_mutex);
    m_end = end;
    m_said.clear();
}

std::optional<Saying> ChannelThread::Pipe::take()
{
    const QMutexLocker lock(&m_mutex);
    if (m_said.empty())
        return std::nullopt;
    std::optional<Saying> said(std::move(m_said.front()));
    m_said.pop_front();
    return said;
}

void ChannelThread::Pipe::forget()
{
    const QMutexLocker lock(&m_mutex);
    // That it has ended by itself still does.
    std::erase_if(m_said, [](const Saying &said) { return !std::holds_alternative<Error>(said); });
}

bool ChannelThread::Pipe::isWaiting()
{
    const QMutexLocker lock(&m_mutex);
    m_isCalled = m_end && !m_said.empty();
    return m_isCalled;
}

bool ChannelThread::Pipe::hasRoomAgain()
{
    const QMutexLocker lock(&m_mutex);
    return m_said.size() == m_untaken / 2;
}

ChannelThread::ChannelThread(const Limits &limits) : m_limits(limits), m_there(new QObject)
{
    m_thread.setObjectName(QStringLiteral("channels"));
    m_there->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_there, &QObject::deleteLater);
    m_thread.start();
    m_turn.setSingleShot(true);
    QObject::connect(&m_turn, &QTimer::timeout, &m_turn, [this] { takeTurns(); });
}

ChannelThread::~ChannelThread()
{
    // After all that the ends have asked for.
    QMetaObject::invokeMethod(
        m_there, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

std::unique_ptr<Channel> ChannelThread::open(Make make)
{
    auto pipe = std::make_shared<Pipe>(m_limits.untaken);
    QMetaObject::invokeMethod(
        m_there, [pipe, make = std::move(make)] { pipe->hold(make()); }, Qt::QueuedConnection);
    return std::make_unique<End>(*this, std::move(pipe));
}

void ChannelThread::await(const std::shared_ptr<Pipe> &pipe)
{
    m_waiting.push_back(pipe);
    m_turn.start(0);
}

// By a timer, for one posted call after another would keep what is painted, and people, waiting.
void ChannelThread::takeTurns()
{
    QElapsedTimer since;
    since.start();
    while (!m_waiting.empty()) {
        const std::shared_ptr<Pipe> pipe = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (pipe->end())
            pipe->end()->takeOne();
        if (pipe->end())
            pipe->end()->lookForWork();
        if (std::chrono::nanoseconds(since.nsecsElapsed()) >= m_limits.turn)
            break;
    }
    if (m_waiting.empty())
        m_turn.stop();
    else
        m_turn.start(0);
}

} // namespace castdeck
