// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/readback.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <vector>

namespace castdeck
{

namespace
{
constexpr uint64_t ReadBackSize = uint64_t{256} * 1024;
}

Result<void> readBack(int descriptor, uint64_t size, const ContentDigest::Value &expected,
                      const QString &subject)
{
    ContentDigest digest;
    std::vector<uint8_t> buffer(ReadBackSize);
    for (uint64_t at = 0; at < size;) {
        const ssize_t count =
            pread(descriptor, buffer.data(), std::min(size - at, ReadBackSize), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(subject);
        if (count == 0)
            break;
        digest.add({buffer.data(), static_cast<size_t>(count)});
        at += static_cast<uint64_t>(count);
    }
    return digest.compare(expected);
}

} // namespace castdeck
