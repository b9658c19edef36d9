// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/channel.h"

#include <QThread>
#include <QTimer>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>

namespace castdeck
{

/// A thread in which channels read and write, so that TLS and JSON cost the thread of a window nothing; and
/// in that one they take turns, so that many that bring much at once leave room for the person between.
///
/// Thread: one with an event loop. It outlives the channels that it opens.
class ChannelThread final
{
public:
    struct Limits {
        /// For what was read, in a row, before the owner's thread looks at its other events: a quarter of the
        /// 16 ms between two pictures on a screen.
        std::chrono::microseconds turn{4'000};
        /// Messages read and not taken; a channel with so many reads no more.
        size_t untaken = 128;
    };
    using Make = std::function<std::unique_ptr<Channel>()>;

    explicit ChannelThread(const Limits &limits);
    ChannelThread() : ChannelThread(Limits()) {}
    ~ChannelThread();
    Q_DISABLE_COPY_MOVE(ChannelThread)

    /// The end in the caller's thread of a channel that @p make makes in the other one, later.
    std::unique_ptr<Channel> open(Make make);

private:
    class End;
    class Pipe;

    void await(const std::shared_ptr<Pipe> &pipe);
    void takeTurns();

    Limits m_limits;
    QThread m_thread;
    QObject *m_there; ///< lives in the thread
    /// Those with something to take, in the order of their turns.
    std::deque<std::shared_ptr<Pipe>> m_waiting;
    QTimer m_turn;
};

} // namespace castdeck
