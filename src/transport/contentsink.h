// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <span>
#include <sys/uio.h>

namespace castdeck
{

/// Where the bytes of a content go. One thread at a time.
class ContentSink
{
public:
    ContentSink() = default;
    virtual ~ContentSink() = default;
    ContentSink(const ContentSink &) = delete;
    ContentSink &operator=(const ContentSink &) = delete;

    /// Writes the pieces one behind the other from @p offset on. They may come in any order and twice; when
    /// it returns they need not be kept. An error is final: the content cannot be completed any more. @p
    /// pieces is used up by the call.
    virtual Result<void> write(uint64_t offset, std::span<iovec> pieces) = 0;

    /// A descriptor to wait on for POLLOUT, after which pump() gets on; −1 when nothing waits.
    virtual int waitsFor() const { return -1; }
    virtual Result<void> pump() { return {}; }

    /// Every byte was written and nothing waits: brings it all onto the device and makes it visible under its
    /// name. May take long; called once, from any thread.
    virtual Result<void> finish() = 0;
};

} // namespace castdeck
