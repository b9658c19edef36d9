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
/// The answering end takes but short lines until it lets the other end in with a Welcome, and reads
/// nothing more from one that does not take its answers: what it keeps of anybody is bounded (core/bounds.h).
class TlsChannel final : public Channel
{
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds handshake{
            bounds::Greeting}; ///< from start() to the first line being possible
        std::chrono::milliseconds line{
            bounds::HalfLine};                   ///< of a line that is not whole: since its last byte
        std::chrono::milliseconds linger{2'000}; ///< for what was sent before close() to get out
    };
    /// What this end demands of the other.
    struct Checks {
        /// Which of the handshake's complaints do not matter; without it, each ends the channel.
        std::function<bool(const QSslError &)> tolerates;
        /// Looks at the other end after the handshake; an error ends the channel with it.
        std::function<Result<void>(const QSslSocket &)> inspects;
    };

    enum class End : quint8 { Asking, Answering };

    /// @p snapshots: of all channels that tell of the same server.
    TlsChannel(End end, std::unique_ptr<QSslSocket> socket, Checks checks, Limits limits,
               std::shared_ptr<SnapshotCache> snapshots = nullptr);
    ~TlsChannel() override;

    void start() override;
    void send(const Message &message) override;
    void close(const Error &reason) override;
    /// In messages; one of more than 8 KiB counts as several, one of many lines as one of 512 KiB.
    qsizetype backlog() const override;

private:
    void takeComplaints(const QList<QSslError> &errors);
    void takeEncrypted();
    void takeBytes();
    void readMore();
    void letIn();
    void takeLine(QByteArrayView line);
    void takeFailure();
    void pump();
    void fail(const Error &reason);
    void end(const Error &reason);

    std::unique_ptr<QSslSocket> m_socket; ///< until the end
    Checks m_checks;
    Limits m_limits;
    End m_end;
    JsonCodec m_codec;
    std::shared_ptr<SnapshotCache> m_snapshots;
    qsizetype m_lineMax;
    QByteArray m_input;
    std::deque<QByteArray> m_output;
    qsizetype m_outputUnits = 0;
    qsizetype m_outputBytes = 0;
    QTimer m_deadline;   ///< of the handshake, later of a line
    QString m_complaint; ///< why the certificate will not do, while the handshake fails of it
    bool m_started = false;
    bool m_open = false;
    bool m_ended = false;
    bool m_holding = false; ///< nothing is read until the other end has taken some
};

} // namespace castdeck
