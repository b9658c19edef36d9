// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/bytestream.h"
#include "management/complaints.h"
#include "management/streamcommand.h"

#include <QLocalSocket>
#include <QProcess>
#include <QTimer>
#include <memory>

namespace castdeck
{

/// The standard streams of a command, as one socket: so it is read no faster than its lines are taken.
class ProcessStream final : public ByteStream
{
    Q_OBJECT
public:
    /// @p patience: for its first byte.
    ProcessStream(StreamCommand command, std::chrono::milliseconds patience);
    ~ProcessStream() override;

    void start() override;
    qsizetype available() const override;
    QByteArray read(qsizetype most) override { return m_socket->read(most); }
    void write(const QByteArray &bytes) override { m_socket->write(bytes); }
    qsizetype unwritten() const override { return m_socket->bytesToWrite(); }
    void setReadBuffer(qsizetype bytes) override { m_socket->setReadBufferSize(bytes); }
    void release(std::chrono::milliseconds linger) override;

private:
    void takeStartFailure(QProcess::ProcessError error);
    void takeOutput();
    void takeComplaint();
    void takeEndOfOutput();
    void takeExit();
    void finish();
    bool lookAtBeginning();
    QString exitText() const;

    StreamCommand m_command;
    std::unique_ptr<QLocalSocket> m_socket;
    std::unique_ptr<QProcess> m_process;
    Complaints m_complaints;
    QTimer m_patience; ///< for the first byte
    QTimer m_last;     ///< for what is left of the command when its end has begun
    bool m_hasBegun = false;
    bool m_hasFailed = false;
    bool m_isOver = false;
};

} // namespace castdeck
