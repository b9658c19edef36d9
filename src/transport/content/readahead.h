// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentreader.h"

#include <functional>
#include <memory>

namespace castdeck
{

/// Never waits: what the system has in memory is taken at once, all else is read by a thread of its own,
/// which reads on where a content is taken in order. A file system that stops answering stops that thread
/// alone; the destructor leaves it behind.
class ReadAhead final : public ContentReader
{
public:
    /// @p arrived is called from the other thread when bytes or bad news have come, not after the destructor;
    /// it must not wait for anything.
    ReadAhead(ContentSource source, std::function<void()> arrived);
    ~ReadAhead() override;

    const ContentSource &source() const override { return m_source; }
    /// NoSystemResources too, if there is no thread.
    Result<bool> read(uint64_t offset, std::span<iovec> places) override;
    Result<void> checkUnchanged() override;

private:
    struct Shared;
    Result<bool> take(uint64_t offset, std::span<iovec> places);
    Result<std::shared_ptr<Shared>> thread();

    ContentSource m_source;
    std::function<void()> m_arrived;
    std::shared_ptr<Shared> m_shared; ///< once it was needed
    uint64_t m_expected = 0;          ///< offset, if the content is taken in order
};

} // namespace castdeck
