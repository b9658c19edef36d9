// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentsource.h"

namespace castdeck
{

/// What a session reads its content with. Thread: one.
class ContentReader
{
public:
    ContentReader() = default;
    ContentReader(const ContentReader &) = delete;
    ContentReader &operator=(const ContentReader &) = delete;
    virtual ~ContentReader() = default;

    virtual const ContentSource &source() const = 0;
    /// As ContentSource::read(). False: the bytes are on their way, and asking for the same again gets them
    /// in a while.
    virtual Result<bool> read(uint64_t offset, std::span<iovec> places) = 0;
    /// As ContentSource::checkUnchanged(); what is found may show at a later call.
    virtual Result<void> checkUnchanged() = 0;
};

/// Waits for the disk, as long as that takes.
class WaitingReader final : public ContentReader
{
public:
    explicit WaitingReader(ContentSource source) : m_source(std::move(source)) {}

    const ContentSource &source() const override { return m_source; }
    Result<bool> read(uint64_t offset, std::span<iovec> places) override
    {
        return m_source.read(offset, places).map([] { return true; });
    }
    Result<void> checkUnchanged() override { return m_source.checkUnchanged(); }

private:
    ContentSource m_source;
};

} // namespace castdeck
