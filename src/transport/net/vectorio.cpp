// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/vectorio.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <unistd.h>

namespace castdeck
{

Result<void> writeAllAt(int descriptor, uint64_t offset, std::span<iovec> pieces, const QString &subject)
{
    while (!pieces.empty()) {
        const int count = static_cast<int>(std::min<size_t>(pieces.size(), IOV_MAX));
        const ssize_t written = pwritev(descriptor, pieces.data(), count, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return systemFailure(subject);
        size_t left = static_cast<size_t>(written);
        if (left == 0 && pieces.front().iov_len > 0)
            return failure(ErrorCode::DeviceFull, subject);
        offset += left;
        while (!pieces.empty() && left >= pieces.front().iov_len) {
            left -= pieces.front().iov_len;
            pieces = pieces.subspan(1);
        }
        if (left > 0) {
            pieces.front().iov_base = static_cast<char *>(pieces.front().iov_base) + left;
            pieces.front().iov_len -= left;
        }
    }
    return {};
}

Result<void> readAllAt(int descriptor, uint64_t offset, std::span<uint8_t> bytes, const QString &subject)
{
    while (!bytes.empty()) {
        const ssize_t count = pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(subject);
        if (count == 0)
            return failure(ErrorCode::FileFailure, subject);
        offset += static_cast<uint64_t>(count);
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return {};
}

} // namespace castdeck
