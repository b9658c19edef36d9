// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/bytestream.h"
#include "management/tlschannel.h"

namespace castdeck
{

/// What a TlsChannel goes over. It opens when the handshake is done and the checks have found nothing.
class TlsStream final : public ByteStream
{
    Q_OBJECT
public:
    TlsStream(std::unique_ptr<QSslSocket> socket, TlsChannel::Checks checks,
              std::chrono::milliseconds handshake);
    ~TlsStream() override;

    void start() override;
    qsizetype available() const override { return m_socket->bytesAvailable(); }
    QByteArray read(qsizetype most) override { return m_socket->read(most); }
    void write(const QByteArray &bytes) override { m_socket->write(bytes); }
    qsizetype unwritten() const override
    {
        return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
    }
    void setReadBuffer(qsizetype bytes) override { m_socket->setReadBufferSize(bytes); }
    void release(std::chrono::milliseconds linger) override;

private:
    void takeComplaints(const QList<QSslError> &errors);
    void takeEncrypted();
    void takeFailure();

    std::unique_ptr<QSslSocket> m_socket;
    TlsChannel::Checks m_checks;
    QTimer m_handshake;
    QString m_complaint; ///< why the certificate will not do, while the handshake fails of it
    bool m_started = false;
    bool m_open = false;
};

} // namespace castdeck
