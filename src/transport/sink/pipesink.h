// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/content/contentdigest.h"
#include "transport/sink/contentsink.h"

#include <map>

namespace castdeck
{

/// A stream that wants its bytes in order, such as standard output. What comes early, or faster than the
/// reader takes it, waits in an unlinked temporary file, so a slow reader holds up neither the session nor
/// memory. That file may grow to the size of the content.
class PipeSink : public ContentSink
{
public:
    /// @p descriptor stays the caller's. The spool lies in TMPDIR, else in /var/tmp. SIGPIPE must be ignored.
    static Result<std::unique_ptr<PipeSink>> create(int descriptor);

    /// Before the first write, unless it holds back: finish() fails with VerificationFailed if what the
    /// reader took is not this.
    void expect(const ContentDigest::Value &digest) override { m_expected = digest; }

    /// Before the first write: from now on the reader gets what was released, and nothing else. All of it
    /// goes through the temporary file.
    void holdBack() { m_holdsBack = true; }

    Result<void> write(uint64_t offset, std::span<iovec> pieces) override;
    Result<void> read(uint64_t offset, std::span<uint8_t> bytes) const override;
    void release(uint64_t offset, uint64_t length) override;
    bool isStream() const override { return true; }
    pollfd waitsFor() const override;
    Result<void> pump() override;
    Result<void> finish() override;

private:
    PipeSink(int descriptor, Descriptor spool) : m_out(descriptor), m_spool(std::move(spool)) {}

    /// Passes on what the reader takes without blocking.
    Result<size_t> offer(const void *bytes, size_t size);
    Result<void> keep(uint64_t offset, std::span<iovec> pieces);
    /// Behind the last byte that the reader may have now.
    uint64_t passable() const;

    int m_out;
    Descriptor m_spool;
    uint64_t m_passed = 0; ///< bytes that the reader has
    std::optional<ContentDigest::Value> m_expected;
    ContentDigest m_digest; ///< of the bytes that the reader has, if one is expected or may come to be
    using Ranges = std::map<uint64_t, uint64_t>; ///< first byte → behind the last; disjoint, never touching
    Ranges m_spooled;
    bool m_holdsBack = false;
    Ranges m_released; ///< of what the reader may have
};

} // namespace castdeck
