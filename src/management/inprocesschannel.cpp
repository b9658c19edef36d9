// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/inprocesschannel.h"

#include <QMutex>
#include <array>
#include <atomic>

namespace castdeck
{

/// What the two ends share. The mutex guards only that a posted call meets a living end.
struct InProcessChannel::Link {
    QMutex mutex;
    std::array<InProcessChannel *, 2> ends{};
    std::array<std::atomic<qsizetype>, 2> waiting{}; ///< messages on their way to this side
};

InProcessChannel::Pair InProcessChannel::pair()
{
    auto link = std::make_shared<Link>();
    std::unique_ptr<Channel> asking(new InProcessChannel(link, 0));
    std::unique_ptr<Channel> answering(new InProcessChannel(link, 1));
    return {std::move(asking), std::move(answering)};
}

InProcessChannel::InProcessChannel(std::shared_ptr<Link> link, int side)
    : m_link(std::move(link)), m_side(side)
{
    m_link->ends[size_t(m_side)] = this;
}

InProcessChannel::~InProcessChannel()
{
    if (!m_ended)
        post(Error{ErrorCode::ConnectionLost, QStringLiteral("the other end is gone")});
    const QMutexLocker lock(&m_link->mutex);
    m_link->ends[size_t(m_side)] = nullptr;
}

void InProcessChannel::start()
{
    m_started = true;
    goOn();
}

void InProcessChannel::setHeld(bool isHeld)
{
    m_held = isHeld;
    goOn();
}

void InProcessChannel::goOn()
{
    for (size_t i = 0; i < m_inbox.size(); ++i)
        QMetaObject::invokeMethod(this, &InProcessChannel::step, Qt::QueuedConnection);
}

void InProcessChannel::send(const Message &message)
{
    if (m_ended)
        return;
    ++m_link->waiting[size_t(1 - m_side)];
    post(message);
}

void InProcessChannel::close(const Error &reason)
{
    if (m_ended)
        return;
    post(reason);
    m_ended = true;
    m_inbox.clear();
    QMetaObject::invokeMethod(
        this, [this, reason] { Q_EMIT closed(reason); }, Qt::QueuedConnection);
}

qsizetype InProcessChannel::backlog() const
{
    return m_link->waiting[size_t(1 - m_side)];
}

void InProcessChannel::post(Item item)
{
    const QMutexLocker lock(&m_link->mutex);
    if (InProcessChannel *other = m_link->ends[size_t(1 - m_side)]) {
        QMetaObject::invokeMethod(
            other, [other, item = std::move(item)] { other->take(item); }, Qt::QueuedConnection);
    }
}

void InProcessChannel::take(Item item)
{
    if (m_ended)
        return;
    m_inbox.push_back(std::move(item));
    step();
}

// Takes one item for each that came, so that order holds whichever of start() and take() was first.
void InProcessChannel::step()
{
    if (!m_started || m_held || m_ended || m_inbox.empty())
        return;
    const Item item = std::move(m_inbox.front());
    m_inbox.pop_front();
    if (const auto *message = std::get_if<Message>(&item)) {
        --m_link->waiting[size_t(m_side)];
        Q_EMIT received(*message);
    } else {
        m_ended = true;
        Q_EMIT closed(std::get<Error>(item));
    }
}

} // namespace castdeck
