// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/rangerequest.h"

#include <QRegularExpression>
#include <algorithm>
#include <cstring>

namespace castdeck
{

namespace
{

constexpr size_t BufferSize = size_t{256} * 1024;

tl::unexpected<Error> odd(const QString &what)
{
    return failure(ErrorCode::ProtocolViolation, what);
}

} // namespace

QByteArray RangeRequest::rangeHeader(wire::Range blocks, const wire::ContentGeometry &geometry)
{
    const uint64_t last = geometry.offset(blocks.end) + geometry.length(blocks.end) - 1;
    return QStringLiteral("bytes=%1-%2").arg(geometry.offset(blocks.start)).arg(last).toLatin1();
}

RangeRequest::RangeRequest(std::unique_ptr<QNetworkReply> reply, wire::Range blocks,
                           const wire::ContentGeometry &geometry)
    : m_reply(std::move(reply))
    , m_geometry(geometry)
    , m_first(geometry.offset(blocks.start))
    , m_behind(geometry.offset(blocks.end) + geometry.length(blocks.end))
    , m_nextBlock(blocks.start)
    , m_buffer(std::max<size_t>(BufferSize / geometry.blockSize, 1) * geometry.blockSize)
{
}

RangeRequest::~RangeRequest()
{
    m_reply->disconnect();
    m_reply->abort();
    m_reply.release()->deleteLater(); // it may be what calls us
}

int RangeRequest::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

Result<void> RangeRequest::checkHead()
{
    static const QRegularExpression form(QStringLiteral("^bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19})$"));
    if (status() == 206) {
        const QString range = QString::fromLatin1(m_reply->rawHeader("Content-Range"));
        const QRegularExpressionMatch match = form.match(range);
        if (!match.hasMatch() || match.captured(1).toULongLong() != m_first ||
            match.captured(2).toULongLong() != m_behind - 1)
            return odd(QStringLiteral("Content-Range: ") + range);
        if (match.captured(3).toULongLong() != m_geometry.contentSize)
            return failure(ErrorCode::ContentChanged, range);
    } else if (m_first != 0 || m_behind != m_geometry.contentSize) {
        return odd(QStringLiteral("no ranges")); // everything, where a part was asked for
    }
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && length.toULongLong() != m_behind - m_first)
        return odd(QStringLiteral("Content-Length: %1").arg(length.toULongLong()));
    if (m_reply->hasRawHeader("Content-Encoding"))
        return odd(QStringLiteral("Content-Encoding"));
    return {};
}

bool RangeRequest::offerBlocks(BlockWriter &writer)
{
    const Instant now = monotonicNow();
    size_t at = 0;
    bool hasRoom = true;
    while (at < m_filled && at + m_geometry.length(m_nextBlock) <= m_filled) {
        const size_t length = m_geometry.length(m_nextBlock);
        hasRoom =
            writer.offer({m_nextBlock, {m_buffer.data() + at, length}}, now) != BlockWriter::Answer::Full;
        if (!hasRoom)
            break;
        at += length;
        ++m_nextBlock;
    }
    writer.settle(now);
    std::memmove(m_buffer.data(), m_buffer.data() + at, m_filled - at);
    m_filled -= at;
    return hasRoom;
}

Result<RangeRequest::Answer> RangeRequest::take(BlockWriter &writer)
{
    while (offerBlocks(writer) && !writer.error() && m_reply->bytesAvailable() > 0) {
        const uint64_t wanted = std::min<uint64_t>(m_buffer.size() - m_filled, m_behind - m_first - m_read);
        if (wanted == 0)
            return odd(QStringLiteral("too much"));
        const qint64 count =
            m_reply->read(reinterpret_cast<char *>(m_buffer.data()) + m_filled, static_cast<qint64>(wanted));
        if (count <= 0)
            return Answer::Waits;
        m_filled += static_cast<size_t>(count);
        m_read += static_cast<uint64_t>(count);
    }
    const bool isLeft = m_filled > 0 && m_filled >= m_geometry.length(m_nextBlock);
    return isLeft ? Answer::Full : Answer::Waits;
}

} // namespace castdeck
