// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QObject>
#include <chrono>

namespace castdeck
{

/// A stream of bytes to one other end, as a LineChannel needs it. It never blocks, and reads no more ahead
/// than it is told to. The receiver of a signal may destroy it.
class ByteStream : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Once. Signals are emitted from now on, from the event loop; what became of it before is told then.
    virtual void start() = 0;
    /// Bytes that have come and can be read; also after the end.
    virtual qsizetype available() const = 0;
    virtual QByteArray read(qsizetype most) = 0;
    virtual void write(const QByteArray &bytes) = 0;
    /// Bytes that were written and have not left this process.
    virtual qsizetype unwritten() const = 0;
    /// How much is read ahead at most.
    virtual void setReadBuffer(qsizetype bytes) = 0;
    /// The last call: whatever is left ends by itself, without this object. If it was open, what was written
    /// has so long to get out.
    virtual void release(std::chrono::milliseconds linger) = 0;

Q_SIGNALS:
    /// It can be written and read from now on.
    void opened();
    void arrived();
    void written();
    /// It is over, and was not ended by this side. Before opened(): there is nobody there to talk to.
    void ended(const castdeck::Error &reason);
};

} // namespace castdeck
