// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

#include <QObject>

namespace castdeck
{

/// One end of a pipe of messages. Messages arrive whole, in order, each once, until the pipe ends; an end
/// that closed delivers nothing more.
///
/// Thread: an end is used in the thread it lives in; the two ends may live in different ones. Signals are
/// only ever emitted from the event loop, never inside send(), close() or start(). The receiver of a signal
/// may delete the channel.
class Channel : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Call once, after connecting to the signals; what arrived before is kept until then.
    virtual void start() = 0;
    /// Never blocks. Messages may be sent before start(); after the end they are dropped.
    virtual void send(const castdeck::Message &message) = 0;
    /// Ends the pipe: what was sent before still arrives, then the other end's closed() carries @p reason.
    virtual void close(const castdeck::Error &reason) = 0;
    /// While it is held it says nothing of what comes, and makes the other end wait before it keeps much of
    /// it.
    virtual void setHeld(bool isHeld) = 0;
    /// Messages sent that the other end has not taken yet, as far as this end can tell.
    virtual qsizetype backlog() const = 0;

Q_SIGNALS:
    void received(const castdeck::Message &message);
    /// Part of an answer came that takes long.
    void arriving();
    /// The other end took some of what waited for it.
    void drained();
    /// The pipe has ended, on whichever side. Emitted once on each end, last of all signals.
    void closed(const castdeck::Error &reason);
};

} // namespace castdeck
