// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/linechannel.h"

#include <QPointer>

namespace castdeck
{

namespace
{

constexpr qsizetype messageUnit = qsizetype{8} * 1024;
constexpr qsizetype unitsMost = 64;
/// More of a line that is not whole than most messages have.
constexpr qsizetype longLine = qsizetype{16} * 1024;
/// Lines taken in one go, so that one busy peer does not starve the others.
constexpr int linesPerTurn = 64;

qsizetype unitsOf(const QByteArray &lines)
{
    return std::min((lines.size() + messageUnit - 1) / messageUnit, unitsMost);
}

} // namespace

LineChannel::LineChannel(End end, std::unique_ptr<ByteStream> stream, Limits limits,
                         std::shared_ptr<SnapshotCache> snapshots)
    : m_stream(std::move(stream))
    , m_limits(limits)
    , m_end(end)
    , m_codec(end == End::Answering ? JsonCodec::Takes::Requests : JsonCodec::Takes::Answers)
    , m_snapshots(std::move(snapshots))
    , m_lineMax(end == End::Answering ? bounds::LineBeforeHello : bounds::Line)
{
    m_stream->setReadBuffer(end == End::Answering ? bounds::SocketBufferBeforeHello : bounds::SocketBuffer);
    m_halfLine.setSingleShot(true);
    connect(&m_halfLine, &QTimer::timeout, this, [this] {
        fail({ErrorCode::TimedOut, QStringLiteral("half a line")});
    });
    connect(m_stream.get(), &ByteStream::opened, this, &LineChannel::takeOpened);
    connect(m_stream.get(), &ByteStream::arrived, this, &LineChannel::takeBytes);
    connect(m_stream.get(), &ByteStream::written, this, &LineChannel::pump);
    connect(m_stream.get(), &ByteStream::ended, this, &LineChannel::takeEnd);
}

LineChannel::~LineChannel()
{
    if (m_ended)
        return;
    m_stream->disconnect(this);
    m_stream->release(m_limits.linger);
}

void LineChannel::start()
{
    m_stream->start();
}

void LineChannel::takeOpened()
{
    m_open = true;
    pump();
    takeBytes();
}

void LineChannel::send(const Message &message)
{
    if (m_ended)
        return;
    auto lines = JsonCodec::encode(message, m_snapshots.get());
    const auto *reply = std::get_if<Reply>(&message);
    if (!lines) {
        const auto *request = std::get_if<Request>(&message);
        if (request) {
            const Reply answer{request->id, tl::unexpected(lines.error())};
            QMetaObject::invokeMethod(
                this, [this, answer] { Q_EMIT received(answer); }, Qt::QueuedConnection);
        } else if (reply && reply->body) {
            send(Reply{reply->id, tl::unexpected(lines.error())});
        }
        // Of an event that is left out the next one's revision tells.
        return;
    }
    if (reply && reply->body && std::holds_alternative<Welcome>(*reply->body))
        letIn();
    m_outputUnits += unitsOf(*lines);
    m_outputBytes += lines->size();
    m_output.push_back(*std::move(lines));
    pump();
}

/// Whoever is known may say more.
void LineChannel::letIn()
{
    m_lineMax = bounds::Line;
    m_stream->setReadBuffer(bounds::SocketBuffer);
}

void LineChannel::close(const Error &reason)
{
    if (m_ended)
        return;
    send(Goodbye{reason});
    // Whoever does not drain must not make this end keep what it will never take.
    const bool drains = m_open && m_stream->unwritten() < bounds::Unread;
    while (drains && !m_output.empty()) {
        m_stream->write(m_output.front());
        m_output.pop_front();
    }
    end(reason);
}

void LineChannel::setHeld(bool isHeld)
{
    m_held = isHeld;
    if (!isHeld)
        readMore();
}

qsizetype LineChannel::backlog() const
{
    return m_outputUnits;
}

void LineChannel::pump()
{
    if (!m_open || m_ended)
        return;
    const qsizetype waiting = m_outputBytes;
    while (!m_output.empty() && m_stream->unwritten() < bounds::SocketBuffer) {
        const QByteArray lines = std::move(m_output.front());
        m_output.pop_front();
        m_outputUnits -= unitsOf(lines);
        m_outputBytes -= lines.size();
        m_stream->write(lines);
    }
    if (m_holding && m_outputBytes < bounds::Unread) {
        m_holding = false;
        readMore();
    }
    if (m_outputBytes < waiting)
        QMetaObject::invokeMethod(this, &LineChannel::drained, Qt::QueuedConnection);
}

void LineChannel::readMore()
{
    QMetaObject::invokeMethod(this, &LineChannel::takeBytes, Qt::QueuedConnection);
}

void LineChannel::takeBytes()
{
    if (!m_open || !m_stream || m_holding) // it has ended, or is not to be read
        return;
    const QPointer<LineChannel> self(this);
    for (int lines = 0; lines < linesPerTurn; ++lines) {
        m_holding = m_end == End::Answering && m_outputBytes >= bounds::Unread;
        if (m_holding || (m_held && !m_ending)) {
            m_halfLine.stop();
            return;
        }
        bool grew = false;
        qsizetype end = m_input.indexOf('\n');
        while (end < 0 && m_input.size() < m_lineMax && m_stream->available() > 0) {
            const qsizetype searched = m_input.size();
            m_input += m_stream->read(m_lineMax - searched);
            grew |= m_input.size() > searched;
            end = m_input.indexOf('\n', searched);
        }
        if (end >= m_lineMax || (end < 0 && m_input.size() >= m_lineMax)) {
            fail({ErrorCode::ProtocolViolation,
                  QStringLiteral("a line of more than %1 bytes").arg(m_lineMax)});
            return;
        }
        if (end < 0) {
            if (m_input.isEmpty())
                m_halfLine.stop();
            else if (grew || !m_halfLine.isActive())
                m_halfLine.start(m_limits.line);
            if (grew && m_input.size() > longLine)
                Q_EMIT arriving();
            return;
        }
        m_halfLine.stop();
        const QByteArray line = m_input.first(end);
        m_input.remove(0, end + 1);
        takeLine(line);
        if (!self || !m_stream)
            return;
    }
    readMore();
}

void LineChannel::takeLine(QByteArrayView line)
{
    const auto message = m_codec.decode(line);
    if (!message) {
        fail(message.error());
    } else if (!*message) {
        Q_EMIT arriving();
    } else {
        if (const auto *goodbye = std::get_if<Goodbye>(&**message))
            end(goodbye->reason);
        else
            Q_EMIT received(**message);
    }
}

void LineChannel::takeEnd(const Error &reason)
{
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): it is the stream's, which may go
    const Error why = reason;
    const QPointer<LineChannel> self(this);
    m_output.clear();
    m_outputBytes = m_outputUnits = 0;
    m_holding = false;
    m_ending = true;
    // The last lines, a goodbye among them, may have come together with the end.
    while (self && m_stream && m_open && !m_holding && (m_stream->available() > 0 || m_input.contains('\n')))
        takeBytes();
    if (self && m_stream) // it has not ended
        end(why);
}

/// The other end did something wrong: it is told, if it can be told.
void LineChannel::fail(const Error &reason)
{
    if (m_open)
        close(reason);
    else
        end(reason);
}

void LineChannel::end(const Error &reason)
{
    m_ended = true;
    m_halfLine.stop();
    m_output.clear();
    m_stream->disconnect(this);
    m_stream->release(m_limits.linger);
    m_stream.reset();
    QMetaObject::invokeMethod(
        this, [this, reason] { Q_EMIT closed(reason); }, Qt::QueuedConnection);
}

} // namespace castdeck
