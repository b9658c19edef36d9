// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sink/blockwriter.h"

#include <QNetworkReply>
#include <memory>
#include <vector>

namespace castdeck
{

/// One range of blocks that was asked for by HTTP, on its way into a writer. Its destructor gives the request
/// up.
class RangeRequest
{
public:
    /// What to ask for: "bytes=0-1412".
    static QByteArray rangeHeader(wire::Range blocks, const wire::ContentGeometry &geometry);

    RangeRequest(std::unique_ptr<QNetworkReply> reply, wire::Range blocks,
                 const wire::ContentGeometry &geometry);
    ~RangeRequest();
    Q_DISABLE_COPY_MOVE(RangeRequest)

    QNetworkReply &reply() { return *m_reply; }
    int status() const;
    /// Whether the body is content, not the words of an error.
    bool brings() const { return status() == 200 || status() == 206; }
    /// Of a body that brings something: whether that is what was asked for; ProtocolViolation, or
    /// ContentChanged if the content has another size now.
    Result<void> checkHead();
    QByteArray entityTag() const { return m_reply->rawHeader("ETag"); }

    enum class Answer { Waits, Full };
    /// Gives whole blocks to @p writer, until it has no room or nothing is there any more. ProtocolViolation
    /// if there is more than was asked for.
    Result<Answer> take(BlockWriter &writer);
    /// Bytes that came so far.
    uint64_t bytesRead() const { return m_read; }
    /// Everything came, and the writer has it.
    bool isWhole() const { return m_read == m_behind - m_first && m_filled == 0; }

private:
    /// False if the writer has no room for one.
    bool offerBlocks(BlockWriter &writer);

    std::unique_ptr<QNetworkReply> m_reply;
    wire::ContentGeometry m_geometry;
    uint64_t m_first;  ///< byte
    uint64_t m_behind; ///< byte
    uint64_t m_read = 0;
    uint64_t m_nextBlock; ///< the block that m_buffer begins with
    std::vector<uint8_t> m_buffer;
    size_t m_filled = 0;
};

} // namespace castdeck
