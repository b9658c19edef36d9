// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlschannel.h"

#include <QAbstractEventDispatcher>
#include <QPointer>

namespace castdeck
{

namespace
{

constexpr qsizetype messageUnit = 8 * 1024;
constexpr qsizetype unitsMost = 64;
/// More of a line that is not whole than most messages have.
constexpr qsizetype longLine = 16 * 1024;
/// Lines taken in one go, so that one busy peer does not starve the others.
constexpr int linesPerTurn = 64;

/// Lets what was written get out, then ends the socket, which belongs to nobody any more but the thread.
void release(std::unique_ptr<QSslSocket> owned, std::chrono::milliseconds linger)
{
    QSslSocket *socket = owned.release();
    socket->disconnect();
    const bool sound = socket->error() == QAbstractSocket::UnknownSocketError;
    if (!sound || socket->state() != QAbstractSocket::ConnectedState) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    socket->setParent(QAbstractEventDispatcher::instance());
    QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(linger, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
    // What the other end still sends is thrown away; unread bytes would make the kernel cut our last ones
    // off.
    socket->setReadBufferSize(0);
    QObject::connect(socket, &QIODevice::readyRead, socket, [socket] { socket->readAll(); });
    socket->disconnectFromHost();
}

qsizetype unitsOf(const QByteArray &lines)
{
    return std::min((lines.size() + messageUnit - 1) / messageUnit, unitsMost);
}

} // namespace

TlsChannel::TlsChannel(End end, std::unique_ptr<QSslSocket> socket, Checks checks, Limits limits,
                       std::shared_ptr<SnapshotCache> snapshots)
    : m_socket(std::move(socket))
    , m_checks(std::move(checks))
    , m_limits(limits)
    , m_end(end)
    , m_codec(end == End::Answering ? JsonCodec::Takes::Requests : JsonCodec::Takes::Answers)
    , m_snapshots(std::move(snapshots))
    , m_lineMax(end == End::Answering ? bounds::LineBeforeHello : bounds::Line)
{
    m_socket->setParent(nullptr);
    m_socket->setReadBufferSize(end == End::Answering ? bounds::SocketBufferBeforeHello
                                                      : bounds::SocketBuffer);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(
            {ErrorCode::TimedOut, m_open ? QStringLiteral("half a line") : QStringLiteral("no TLS in time")});
    });
    connect(m_socket.get(), &QSslSocket::encrypted, this, &TlsChannel::takeEncrypted);
    connect(m_socket.get(), &QSslSocket::sslErrors, this, &TlsChannel::takeComplaints);
    connect(m_socket.get(), &QIODevice::readyRead, this, &TlsChannel::takeBytes);
    connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &TlsChannel::pump);
    connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &TlsChannel::takeFailure);
    connect(m_socket.get(), &QAbstractSocket::disconnected, this, &TlsChannel::takeFailure);
}

TlsChannel::~TlsChannel()
{
    if (m_ended)
        return;
    m_socket->disconnect(this);
    release(std::move(m_socket), m_limits.linger);
}

void TlsChannel::start()
{
    m_started = true;
    m_deadline.start(m_limits.handshake);
    // Whatever the socket went through before anybody listened is looked at from the event loop.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_ended)
                return;
            if (m_socket->isEncrypted())
                takeEncrypted();
            else if (m_socket->state() == QAbstractSocket::UnconnectedState)
                takeFailure();
        },
        Qt::QueuedConnection);
}

void TlsChannel::takeComplaints(const QList<QSslError> &errors)
{
    QStringList serious;
    for (const QSslError &error : errors) {
        if (!m_checks.tolerates || !m_checks.tolerates(error))
            serious << error.errorString();
    }
    serious.removeDuplicates();
    if (serious.isEmpty())
        m_socket->ignoreSslErrors(errors);
    else
        m_complaint = serious.join(QStringLiteral("; "));
}

void TlsChannel::takeEncrypted()
{
    if (m_ended || m_open || !m_started)
        return;
    m_deadline.stop();
    const Result<void> verdict = m_checks.inspects ? m_checks.inspects(*m_socket) : Result<void>();
    if (!verdict) {
        // The other end is not who it should be, so it is not even told the reason.
        end(verdict.error());
        return;
    }
    m_open = true;
    pump();
    takeBytes();
}

void TlsChannel::send(const Message &message)
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
void TlsChannel::letIn()
{
    m_lineMax = bounds::Line;
    m_socket->setReadBufferSize(bounds::SocketBuffer);
}

void TlsChannel::close(const Error &reason)
{
    if (m_ended)
        return;
    send(Goodbye{reason});
    // Whoever does not drain must not make this end keep what it will never take.
    while (m_open && !m_output.empty() && m_socket->encryptedBytesToWrite() < bounds::Unread) {
        m_socket->write(m_output.front());
        m_output.pop_front();
    }
    end(reason);
}

qsizetype TlsChannel::backlog() const
{
    return m_outputUnits;
}

void TlsChannel::pump()
{
    if (!m_open || m_ended)
        return;
    const qsizetype waiting = m_outputBytes;
    while (!m_output.empty() &&
           m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() < bounds::SocketBuffer) {
        const QByteArray lines = std::move(m_output.front());
        m_output.pop_front();
        m_outputUnits -= unitsOf(lines);
        m_outputBytes -= lines.size();
        m_socket->write(lines);
    }
    if (m_holding && m_outputBytes < bounds::Unread) {
        m_holding = false;
        readMore();
    }
    if (m_outputBytes < waiting)
        QMetaObject::invokeMethod(this, &TlsChannel::drained, Qt::QueuedConnection);
}

void TlsChannel::readMore()
{
    QMetaObject::invokeMethod(this, &TlsChannel::takeBytes, Qt::QueuedConnection);
}

void TlsChannel::takeBytes()
{
    if (!m_open || !m_socket || m_holding) // it has ended, or is not to be read
        return;
    const QPointer<TlsChannel> self(this);
    for (int lines = 0; lines < linesPerTurn; ++lines) {
        m_holding = m_end == End::Answering && m_outputBytes >= bounds::Unread;
        if (m_holding) {
            m_deadline.stop();
            return;
        }
        bool grew = false;
        qsizetype end = m_input.indexOf('\n');
        while (end < 0 && m_input.size() < m_lineMax && m_socket->bytesAvailable() > 0) {
            const qsizetype searched = m_input.size();
            m_input += m_socket->read(m_lineMax - searched);
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
                m_deadline.stop();
            else if (grew || !m_deadline.isActive())
                m_deadline.start(m_limits.line);
            if (grew && m_input.size() > longLine)
                Q_EMIT arriving();
            return;
        }
        m_deadline.stop();
        const QByteArray line = m_input.first(end);
        m_input.remove(0, end + 1);
        takeLine(line);
        if (!self || !m_socket)
            return;
    }
    readMore();
}

void TlsChannel::takeLine(QByteArrayView line)
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

void TlsChannel::takeFailure()
{
    if (m_ended || !m_started)
        return;
    const QPointer<TlsChannel> self(this);
    m_output.clear();
    m_outputBytes = m_outputUnits = 0;
    m_holding = false;
    // The last lines, a goodbye among them, may have come together with the end.
    while (self && m_socket && m_open && !m_holding &&
           (m_socket->bytesAvailable() > 0 || m_input.contains('\n')))
        takeBytes();
    if (!self || !m_socket) // it has ended
        return;
    Error reason{m_open ? ErrorCode::ConnectionLost : ErrorCode::TransportServerUnavailable,
                 m_socket->errorString()};
    if (!m_complaint.isEmpty())
        reason = {ErrorCode::CertificateRefused, m_complaint};
    else if (m_socket->error() == QAbstractSocket::SslHandshakeFailedError)
        reason.code = ErrorCode::ProtocolViolation;
    end(reason);
}

/// The other end did something wrong: it is told, if it can be told.
void TlsChannel::fail(const Error &reason)
{
    if (m_open)
        close(reason);
    else
        end(reason);
}

void TlsChannel::end(const Error &reason)
{
    m_ended = true;
    m_deadline.stop();
    m_output.clear();
    m_socket->disconnect(this);
    if (!m_open)
        m_socket->abort();
    release(std::move(m_socket), m_limits.linger);
    QMetaObject::invokeMethod(
        this, [this, reason] { Q_EMIT closed(reason); }, Qt::QueuedConnection);
}

} // namespace castdeck
