// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/content/readahead.h"

#include <condition_variable>
#include <mutex>

namespace castdeck
{

/// Reads a content for one peer and waits for it, but not for ever where the file system may stop answering.
/// Thread: one.
class PatientReader
{
public:
    PatientReader(std::shared_ptr<const ContentSource> source, Duration patience);

    /// As ContentSource::read(); FolderNotAnswering when the patience is over.
    Result<void> read(uint64_t offset, std::span<char> bytes);
    /// As ContentSource::checkUnchanged(), likewise.
    Result<void> checkUnchanged();

private:
    std::shared_ptr<const ContentSource> m_source;
    Duration m_patience;
    std::mutex m_mutex; ///< for the next two
    std::condition_variable m_arrived;
    uint64_t m_arrivals = 0;
    std::unique_ptr<ReadAhead> m_ahead; ///< last: it uses the above; where the file system may hang
};

} // namespace castdeck
