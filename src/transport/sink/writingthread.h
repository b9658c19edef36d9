// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/descriptor.h"
#include "transport/sink/contentsink.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace castdeck
{

/// A thread of its own in front of a sink, so that a disk that takes its time does not keep a receiver from
/// its sockets. write() copies the bytes into a queue and returns; whoever writes bounds that queue by
/// bytesHeld(). What is written there in order becomes long writes: the thread is woken for 256 KiB, and
/// looks by itself every few milliseconds while data flow. waitsFor() is readable when much of the queue or
/// all of it was written, or a write failed: pump() has the error, and so have all later calls of write().
///
/// What is queued is still written when this is destroyed, unless a write failed.
class WritingThread : public ContentSink
{
public:
    /// NoSystemResources if there are no descriptors or threads left.
    static Result<std::unique_ptr<WritingThread>> start(std::unique_ptr<ContentSink> sink);
    ~WritingThread() override;

    /// Takes over the bytes that were written last, and returns a buffer that may be used again, or an empty
    /// one. Called from the thread.
    using Written = std::function<std::vector<uint8_t>(uint64_t offset, std::vector<uint8_t> bytes)>;
    /// Before the first write.
    void tellWrites(Written told) { m_told = std::move(told); }

    Result<void> write(uint64_t offset, std::span<iovec> pieces) override;
    pollfd waitsFor() const override;
    Result<void> pump() override;
    size_t bytesHeld() const override { return m_held; }
    void expect(const ContentDigest::Value &digest) override
    {
        afterWrites([this, digest] { m_sink->expect(digest); });
    }
    void afterWrites(std::function<void()> call) override;
    Result<void> read(uint64_t offset, std::span<uint8_t> bytes) const override
    {
        return m_sink->read(offset, bytes);
    }
    void release(uint64_t offset, uint64_t length) override
    {
        afterWrites([this, offset, length] { m_sink->release(offset, length); });
    }
    bool isStream() const override { return m_sink->isStream(); }
    /// In the calling thread.
    Result<void> finish() override;

private:
    struct Piece {
        uint64_t offset = 0;
        std::vector<uint8_t> bytes;
        std::function<void()> call{}; ///< in place of bytes
    };

    WritingThread(std::unique_ptr<ContentSink> sink, Descriptor wake, Descriptor progress);
    void wake();
    void run();
    Result<void> writeNext(Piece piece);
    bool rest();
    void fail(const Error &error);
    std::optional<Piece> take();
    Piece &pieceFor(uint64_t offset, size_t size);
    std::optional<Error> error() const;

    std::unique_ptr<ContentSink> m_sink; ///< the thread's, until it has nothing to do
    Descriptor m_wake;                   ///< eventfd: there is something to do for the thread
    Descriptor m_progress;               ///< eventfd: the thread has done something
    size_t m_untold = 0;                 ///< bytes the thread wrote since it said so last
    Instant m_worked{};                  ///< when the thread had something to do
    Written m_told;                      ///< the thread's as well
    std::atomic<size_t> m_held = 0;
    mutable std::mutex m_mutex; ///< for all that follows
    std::deque<Piece> m_queue;
    std::vector<std::vector<uint8_t>> m_spare; ///< buffers to be used again
    bool m_idle = true;                        ///< neither the thread nor its sink holds anything
    bool m_sleeps = true;                      ///< the thread looks at the queue only when it is woken
    bool m_woken = false;                      ///< and is about to look
    bool m_ending = false;
    std::optional<Error> m_error;
    bool m_errorTold = false;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace castdeck
