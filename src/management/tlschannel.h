// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/channel.h"
#include "management/jsoncodec.h"

#include <QSslSocket>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>

namespace castdeck
{

/// A pipe over TLS: one line of JSON a message.
///
/// It is made around a socket whose handshake is on its way, and takes messages at once; they go out when the
/// handshake is done and the inspection has found nothing against the other end. An other end that sends no
/// TLS, no JSON, a line that is too long, or half a line and then nothing, ends the channel with the reason.
class TlsChannel final : public Channel
{
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds handshake{10'000}; ///< from start() to the first line being possible
        std::chrono::milliseconds line{10'000};      ///< from a line's first byte to its last
        std::chrono::milliseconds linger{2'000};     ///< for what was sent before close() to get out
    };
    /// What this end demands of the other.
    struct Checks {
        /// Which of the handshake's complaints do not matter; without it, each ends the channel.
        std::function<bool(const QSslError &)> tolerates;
        /// Looks at the other end after the handshake; an error ends the channel with it.
        std::function<Result<void>(const QSslSocket &)> inspects;
    };

    TlsChannel(std::unique_ptr<QSslSocket> socket, Checks checks, Limits limits);
    ~TlsChannel() override;

    void start() override;
    void send(const Message &message) override;
    void close(const Error &reason) override;
    /// In messages; one of more than 8 KiB counts as several.
    qsizetype backlog() const override;

private:
    void takeComplaints(const QList<QSslError> &errors);
    void takeEncrypted();
    void takeBytes();
    void takeLine(QByteArrayView line);
    void takeFailure();
    void pump();
    void fail(const Error &reason);
    void end(const Error &reason);

    std::unique_ptr<QSslSocket> m_socket; ///< until the end
    Checks m_checks;
    Limits m_limits;
    JsonCodec m_codec;
    QByteArray m_input;
    std::deque<QByteArray> m_output;
    qsizetype m_outputSize = 0;
    QTimer m_deadline;   ///< of the handshake, later of a line
    QString m_complaint; ///< why the certificate will not do, while the handshake fails of it
    bool m_started = false;
    bool m_open = false;
    bool m_ended = false;
};

} // namespace castdeck
