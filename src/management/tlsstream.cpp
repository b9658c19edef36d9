// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlsstream.h"

#include "management/leavetothread.h"

namespace castdeck
{

TlsStream::TlsStream(std::unique_ptr<QSslSocket> socket, TlsChannel::Checks checks,
                     std::chrono::milliseconds handshake)
    : m_socket(std::move(socket)), m_checks(std::move(checks))
{
    m_socket->setParent(nullptr);
    m_handshake.setSingleShot(true);
    m_handshake.setInterval(handshake);
    connect(&m_handshake, &QTimer::timeout, this, [this] {
        Q_EMIT ended({ErrorCode::TimedOut, QStringLiteral("no TLS in time")});
    });
    connect(m_socket.get(), &QSslSocket::encrypted, this, &TlsStream::takeEncrypted);
    connect(m_socket.get(), &QSslSocket::sslErrors, this, &TlsStream::takeComplaints);
    connect(m_socket.get(), &QIODevice::readyRead, this, &ByteStream::arrived);
    connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &ByteStream::written);
    connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &TlsStream::takeFailure);
    connect(m_socket.get(), &QAbstractSocket::disconnected, this, &TlsStream::takeFailure);
}

TlsStream::~TlsStream() = default;

void TlsStream::start()
{
    m_started = true;
    m_handshake.start();
    // Whatever the socket went through before anybody listened is looked at from the event loop.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_socket->isEncrypted())
                takeEncrypted();
            else if (m_socket->state() == QAbstractSocket::UnconnectedState)
                takeFailure();
        },
        Qt::QueuedConnection);
}

void TlsStream::takeComplaints(const QList<QSslError> &errors)
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

void TlsStream::takeEncrypted()
{
    if (m_open || !m_started)
        return;
    m_handshake.stop();
    const Result<void> verdict = m_checks.inspects ? m_checks.inspects(*m_socket) : Result<void>();
    if (!verdict) {
        // The other end is not who it should be, so it is not even told the reason.
        Q_EMIT ended(verdict.error());
        return;
    }
    m_open = true;
    Q_EMIT opened();
}

void TlsStream::takeFailure()
{
    if (!m_started)
        return;
    Error reason{m_open ? ErrorCode::ConnectionLost : ErrorCode::TransportServerUnavailable,
                 m_socket->errorString()};
    if (!m_complaint.isEmpty())
        reason = {ErrorCode::CertificateRefused, m_complaint};
    else if (m_socket->error() == QAbstractSocket::SslHandshakeFailedError)
        reason.code = ErrorCode::ProtocolViolation;
    Q_EMIT ended(reason);
}

void TlsStream::release(std::chrono::milliseconds linger)
{
    const bool isSound = m_open && m_socket->error() == QAbstractSocket::UnknownSocketError &&
                         m_socket->state() == QAbstractSocket::ConnectedState;
    leaveToThread(std::move(m_socket), isSound, linger,
                  [](QSslSocket &socket) { socket.disconnectFromHost(); });
}

} // namespace castdeck
