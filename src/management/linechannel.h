// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/bytestream.h"
#include "management/channel.h"
#include "management/jsoncodec.h"

#include <QTimer>
#include <deque>
#include <memory>

namespace castdeck
{

/// A pipe over a stream of bytes: one line of JSON a message.
///
/// It takes messages at once; they go out when the stream has opened. An other end that sends no JSON, a line
/// that is too long, or half a line and then nothing, ends the channel with the reason. The answering end
/// takes but short lines until it lets the other end in with a Welcome, and reads nothing more from one that
/// does not take its answers: what it keeps of anybody is bounded (core/bounds.h).
class LineChannel : public Channel
{
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds handshake{
            bounds::Greeting}; ///< from start() to the first line being possible; the stream's to keep
        std::chrono::milliseconds line{
            bounds::HalfLine};                   ///< of a line that is not whole: since its last byte
        std::chrono::milliseconds linger{2'000}; ///< for what was sent before close() to get out
    };
    enum class End : quint8 { Asking, Answering };

    /// @p snapshots: of all channels that tell of the same server.
    LineChannel(End end, std::unique_ptr<ByteStream> stream, Limits limits,
                std::shared_ptr<SnapshotCache> snapshots = nullptr);
    ~LineChannel() override;

    void start() override;
    void send(const Message &message) override;
    void close(const Error &reason) override;
    void setHeld(bool isHeld) override;
    /// In messages; one of more than 8 KiB counts as several, one of many lines as one of 512 KiB.
    qsizetype backlog() const override;

private:
    void takeOpened();
    void takeBytes();
    void readMore();
    void letIn();
    void takeLine(QByteArrayView line);
    void takeEnd(const Error &reason);
    void pump();
    void fail(const Error &reason);
    void end(const Error &reason);

    std::unique_ptr<ByteStream> m_stream; ///< until the end
    Limits m_limits;
    End m_end;
    JsonCodec m_codec;
    std::shared_ptr<SnapshotCache> m_snapshots;
    qsizetype m_lineMax;
    QByteArray m_input;
    std::deque<QByteArray> m_output;
    qsizetype m_outputUnits = 0;
    qsizetype m_outputBytes = 0;
    QTimer m_halfLine;
    bool m_open = false;
    bool m_ended = false;
    bool m_held = false;
    bool m_ending = false;  ///< the stream is over: what is left of it is taken now
    bool m_holding = false; ///< nothing is read until the other end has taken some
};

} // namespace castdeck
