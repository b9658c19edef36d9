// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/sparsewrite.h"

#include "transport/net/vectorio.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>

namespace castdeck
{

namespace
{

bool isZero(const char *bytes, size_t size)
{
    return bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0;
}

/// Bytes before the next hole of a piece that lies at @p offset of the file, and of the hole.
std::pair<size_t, size_t> nextHole(uint64_t offset, const iovec &piece)
{
    const auto *const bytes = static_cast<const char *>(piece.iov_base);
    size_t at = (HoleSize - offset % HoleSize) % HoleSize;
    while (at + HoleSize <= piece.iov_len && !isZero(bytes + at, HoleSize))
        at += HoleSize;
    size_t end = at;
    while (end + HoleSize <= piece.iov_len && isZero(bytes + end, HoleSize))
        end += HoleSize;
    return end > at ? std::pair(at, end - at) : std::pair(piece.iov_len, size_t{0});
}

bool punch(int descriptor, uint64_t offset, size_t size)
{
    return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                     static_cast<off_t>(size)) == 0;
}

} // namespace

Result<void> writeSparseAt(int descriptor, uint64_t offset, std::span<iovec> pieces, const QString &subject)
{
    while (!pieces.empty()) {
        // As many pieces as have no hole go out with one call.
        uint64_t behind = offset;
        size_t whole = 0;
        std::pair<size_t, size_t> hole{0, 0};
        for (; whole < pieces.size() && hole.second == 0; ++whole) {
            hole = nextHole(behind, pieces[whole]);
            behind += hole.first + hole.second;
        }
        const iovec last = pieces[whole - 1];
        pieces[whole - 1].iov_len = hole.first;
        if (auto written = writeAllAt(descriptor, offset, pieces.first(whole), subject); !written)
            return written;
        iovec zeroes{static_cast<char *>(last.iov_base) + hole.first, hole.second};
        if (hole.second > 0 && !punch(descriptor, behind - hole.second, hole.second)) {
            if (auto written = writeAllAt(descriptor, behind - hole.second, {&zeroes, 1}, subject); !written)
                return written;
        }
        offset = behind;
        pieces = pieces.subspan(whole - 1);
        pieces.front() = {static_cast<char *>(last.iov_base) + hole.first + hole.second,
                          last.iov_len - hole.first - hole.second};
        if (pieces.front().iov_len == 0)
            pieces = pieces.subspan(1);
    }
    return {};
}

} // namespace castdeck
