// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentdigest.h"

#include <functional>
#include <poll.h>
#include <span>
#include <sys/uio.h>
#include <utility>

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

    /// What to wait for, after which pump() gets on; its descriptor is −1 when the sink holds nothing back.
    virtual pollfd waitsFor() const { return {-1, 0, 0}; }
    /// An error is as final as one of write().
    virtual Result<void> pump() { return {}; }
    /// Bytes that write() took and that the system does not have yet.
    virtual size_t bytesHeld() const { return 0; }

    /// From now on finish() fails with VerificationFailed if what was written, read back from where it is, or
    /// passed on, is not this. Sinks that cannot tell take no notice.
    virtual void expect(const ContentDigest::Value &) {}
    /// Calls @p call when all that was written before is where read() finds it, from whatever thread that is.
    virtual void afterWrites(std::function<void()> call) { std::exchange(call, {})(); }
    /// Fills @p bytes with what was written from @p offset on. From any thread. What a stream has passed on
    /// is not there any more.
    virtual Result<void> read(uint64_t, std::span<uint8_t>) const
    {
        return failure(ErrorCode::InvalidOperation, QStringLiteral("read"));
    }
    /// These bytes will not be written again. A stream that waits for that (PipeSink::holdBack) may pass them
    /// on.
    virtual void release(uint64_t, uint64_t) {}
    /// What was released cannot be taken back.
    virtual bool isStream() const { return false; }

    /// Every byte was written and nothing waits: brings it all onto the device and makes it visible under its
    /// name. May take long; called once, from any thread.
    virtual Result<void> finish() = 0;
};

} // namespace castdeck
