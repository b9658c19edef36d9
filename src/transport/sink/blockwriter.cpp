// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockwriter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace castdeck
{

namespace
{
/// Enough for long writes, little enough for the processor's cache.
constexpr size_t WriteSize = size_t{512} * 1024;
/// An allowance that was not used is kept this long.
constexpr double AllowanceSeconds = 0.05;
} // namespace

Result<BlockWriter> BlockWriter::create(const wire::ContentGeometry &geometry, ContentSink &sink,
                                        const Options &options)
{
    auto blocks = ReceivedBlocks::create(geometry.totalBlocks());
    if (!blocks)
        return tl::unexpected(blocks.error());
    return BlockWriter(geometry, sink, options, std::move(*blocks));
}

BlockWriter::BlockWriter(const wire::ContentGeometry &geometry, ContentSink &sink, const Options &options,
                         ReceivedBlocks blocks)
    : m_geometry(geometry), m_sink(&sink), m_options(options), m_blocks(std::move(blocks))
{
}

void BlockWriter::adopt(uint64_t block)
{
    if (m_blocks.add(block))
        m_written += m_geometry.length(block);
}

BlockWriter::Answer BlockWriter::offer(const wire::BlockData &block, Instant now)
{
    if (m_blocks.contains(block.blockNumber))
        return Answer::Present;
    if (m_error)
        return Answer::Full;
    const size_t size = block.data.size();
    if (m_held + size > std::min(m_options.limit ? SIZE_MAX : WriteSize, m_options.cacheBytes))
        settle(now);
    const size_t held = bytesHeld();
    if (m_error || (held > 0 && held + size > m_options.cacheBytes))
        return Answer::Full;
    m_blocks.add(block.blockNumber);
    m_waiting.push_back({block.blockNumber, block.data, nullptr});
    m_held += size;
    return Answer::Taken;
}

/// How many of the waiting blocks may be written now; takes them off the allowance.
size_t BlockWriter::writable(Instant now)
{
    if (m_options.limit == 0)
        return m_waiting.size();
    const double rate = static_cast<double>(m_options.limit);
    const double most = std::max(rate * AllowanceSeconds, static_cast<double>(m_geometry.blockSize));
    if (m_allowanceTime == Instant{})
        m_allowance = most;
    else if (now > m_allowanceTime)
        m_allowance =
            std::min(most, m_allowance + rate * std::chrono::duration<double>(now - m_allowanceTime).count());
    m_allowanceTime = std::max(m_allowanceTime, now);
    size_t count = 0;
    while (count < m_waiting.size() && static_cast<double>(m_waiting[count].bytes.size()) <= m_allowance)
        m_allowance -= static_cast<double>(m_waiting[count++].bytes.size());
    return count;
}

void BlockWriter::settle(Instant now)
{
    if (m_waiting.empty())
        return;
    write(writable(now));
    for (Waiting &waiting : m_waiting) {
        if (waiting.copy)
            continue;
        waiting.copy = std::make_unique_for_overwrite<uint8_t[]>(waiting.bytes.size());
        std::memcpy(waiting.copy.get(), waiting.bytes.data(), waiting.bytes.size());
        waiting.bytes = {waiting.copy.get(), waiting.bytes.size()};
    }
}

void BlockWriter::noteWritten(std::span<const Waiting> blocks, size_t size)
{
    m_written += size;
    if (!m_options.journal)
        return;
    for (const Waiting &waiting : blocks)
        m_options.journal->record(waiting.block, waiting.bytes);
}

void BlockWriter::write(size_t count)
{
    const std::span batch(m_waiting.data(), count);
    std::ranges::sort(batch, {}, &Waiting::block);
    for (size_t i = 0; i < count && !m_error;) {
        const size_t from = i;
        const uint64_t first = batch[i].block;
        size_t size = 0;
        m_pieces.clear();
        do {
            // iovec has no const form; writing does not touch the bytes.
            m_pieces.push_back({const_cast<uint8_t *>(batch[i].bytes.data()), batch[i].bytes.size()});
            size += batch[i++].bytes.size();
        } while (i < count && batch[i].block == batch[i - 1].block + 1);
        if (auto written = m_sink->write(m_geometry.offset(first), m_pieces); !written)
            m_error = written.error();
        else
            noteWritten(batch.subspan(from, i - from), size);
    }
    for (const Waiting &waiting : batch)
        m_held -= waiting.bytes.size();
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(count));
}

Instant BlockWriter::deadline() const
{
    if (m_waiting.empty() || m_error)
        return Instant::max();
    const double lacking = static_cast<double>(m_waiting.front().bytes.size()) - m_allowance;
    const double seconds =
        std::max(lacking, 0.0) / static_cast<double>(std::max<uint64_t>(m_options.limit, 1));
    return m_allowanceTime + std::chrono::microseconds(static_cast<int64_t>(std::ceil(seconds * 1e6)) + 1);
}

} // namespace castdeck
