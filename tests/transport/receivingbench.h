// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sink/contentsink.h"
#include "wire/applicationmessage.h"

#include <QByteArray>
#include <optional>
#include <utility>
#include <vector>

namespace castdeck
{

/// Bytes of which no two blocks are alike.
inline QByteArray testContent(const wire::ContentGeometry &geometry)
{
    QByteArray content;
    content.reserve(static_cast<qsizetype>(geometry.contentSize));
    uint32_t state = 2463534242;
    for (uint64_t i = 0; i < geometry.contentSize; ++i) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        content.append(static_cast<char>(state));
    }
    return content;
}

/// The block as it lies in @p content.
inline wire::BlockData blockOf(const QByteArray &content, const wire::ContentGeometry &geometry,
                               uint64_t block)
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(content.constData());
    return {block, {bytes + geometry.offset(block), geometry.length(block)}};
}

/// Keeps what is written, and the calls; fails when told to.
class MemorySink : public ContentSink
{
public:
    QByteArray content;
    std::vector<std::pair<uint64_t, size_t>> writes; ///< offset, length
    std::optional<Error> failure;
    int finished = 0;

    Result<void> write(uint64_t offset, std::span<iovec> pieces) override
    {
        if (failure)
            return tl::unexpected(*failure);
        size_t length = 0;
        for (const iovec &piece : pieces) {
            const auto at = static_cast<qsizetype>(offset + length);
            const auto size = static_cast<qsizetype>(piece.iov_len);
            if (content.size() < at + size)
                content.append(at + size - content.size(), '\0');
            content.replace(at, size, static_cast<const char *>(piece.iov_base), size);
            length += piece.iov_len;
        }
        writes.emplace_back(offset, length);
        return {};
    }
    Result<void> finish() override
    {
        ++finished;
        return {};
    }
};

} // namespace castdeck
