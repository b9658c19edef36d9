// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/bytestream.h"

#include <QLocalSocket>
#include <memory>

namespace castdeck
{

/// Bytes over a socket of this machine, which has a name in the file system or is one of a pair.
class LocalStream : public ByteStream
{
    Q_OBJECT
public:
    explicit LocalStream(std::unique_ptr<QLocalSocket> socket);
    ~LocalStream() override;

    void start() override;
    qsizetype available() const override { return m_socket->bytesAvailable(); }
    QByteArray read(qsizetype most) override { return m_socket->read(most); }
    void write(const QByteArray &bytes) override { m_socket->write(bytes); }
    qsizetype unwritten() const override { return m_socket->bytesToWrite(); }
    void setReadBuffer(qsizetype bytes) override { m_socket->setReadBufferSize(bytes); }
    void release(std::chrono::milliseconds linger) override;

private:
    void takeConnected();
    void takeFailure();

    std::unique_ptr<QLocalSocket> m_socket;
    bool m_open = false;
};

} // namespace castdeck
