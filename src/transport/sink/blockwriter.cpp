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
/// The last number of a source; all that come later are taken for that.
constexpr qsizetype SourceMost = 7;
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
    : m_geometry(geometry)
    , m_sink(&sink)
    , m_options(options)
    , m_blocks(std::move(blocks))
    , m_sources{QStringLiteral("an earlier start")}
{
    if (m_options.verifier)
        m_book.emplace(geometry);
}

void BlockWriter::adopt(uint64_t block)
{
    if (!m_blocks.add(block))
        return;
    m_written += m_geometry.length(block);
    noteWritten(block, 0);
}

void BlockWriter::comesFrom(const QString &source)
{
    const auto known = m_sources.indexOf(source);
    if (known < 0)
        m_sources.append(source);
    const auto number = known < 0 ? m_sources.size() - 1 : known;
    m_source = static_cast<unsigned>(std::min(number, SourceMost));
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
    if (!m_waiting.empty())
        write(writable(now));
    for (Waiting &waiting : m_waiting) {
        if (waiting.copy)
            continue;
        waiting.copy = std::make_unique_for_overwrite<uint8_t[]>(waiting.bytes.size());
        std::memcpy(waiting.copy.get(), waiting.bytes.data(), waiting.bytes.size());
        waiting.bytes = {waiting.copy.get(), waiting.bytes.size()};
    }
    takeVerdicts();
}

void BlockWriter::noteWritten(std::span<const Waiting> blocks)
{
    for (const Waiting &waiting : blocks) {
        m_written += waiting.bytes.size();
        if (m_options.journal)
            m_options.journal->record(waiting.block, waiting.bytes);
        noteWritten(waiting.block, m_source);
    }
}

void BlockWriter::noteWritten(uint64_t block, unsigned source)
{
    if (!m_book)
        return;
    std::vector<PieceCheck> complete;
    m_book->add(block, source, complete);
    for (const PieceCheck &check : complete)
        m_sink->afterWrites([verifier = m_options.verifier, check] { verifier->check(check); });
}

PieceBook::Bytes BlockWriter::bytesToWrite(const Waiting &waiting) const
{
    const uint64_t first = m_geometry.offset(waiting.block);
    return m_book ? m_book->open(waiting.block) : PieceBook::Bytes{first, first + waiting.bytes.size()};
}

void BlockWriter::write(size_t count)
{
    const std::span batch(m_waiting.data(), count);
    std::ranges::sort(batch, {}, &Waiting::block);
    for (size_t i = 0; i < count && !m_error;) {
        const size_t from = i;
        PieceBook::Bytes bytes = bytesToWrite(batch[i]);
        const uint64_t first = bytes.first;
        uint64_t behind = first;
        m_pieces.clear();
        do {
            // iovec has no const form; writing does not touch the bytes.
            auto *const place = const_cast<uint8_t *>(batch[i].bytes.data());
            m_pieces.push_back({place + (bytes.first - m_geometry.offset(batch[i].block)),
                                static_cast<size_t>(bytes.behind - bytes.first)});
            behind = bytes.behind;
            if (++i < count)
                bytes = bytesToWrite(batch[i]);
        } while (i < count && bytes.first == behind);
        if (auto written = m_sink->write(first, m_pieces); !written)
            m_error = written.error();
        else
            noteWritten(batch.subspan(from, i - from));
    }
    for (const Waiting &waiting : batch)
        m_held -= waiting.bytes.size();
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(count));
}

void BlockWriter::takeVerdicts()
{
    if (!m_book || m_error || (!m_options.verifier->hasNews() && !isVerifying()))
        return;
    const auto verdicts = m_options.verifier->take();
    if (!verdicts) {
        m_error = verdicts.error();
        return;
    }
    // First what is right, so that nothing of it lacks again with a wrong neighbour.
    for (const PieceVerifier::Verdict &verdict : *verdicts)
        takeGood(verdict);
    for (const auto &[check, finding] : *verdicts) {
        if (finding == PieceVerifier::Finding::Wrong && !m_error)
            reject(check);
    }
    // As long as something is still to come or to be written, there is time for the tree.
    if (isVerifying() && m_waiting.empty() && !m_error)
        m_error = m_options.verifier->treeFailure();
}

/// A stream has to go on as long as there is no tree: if something was wrong, that is said then.
void BlockWriter::takeGood(const PieceVerifier::Verdict &verdict)
{
    const uint64_t piece = verdict.check.piece;
    const bool isGood = verdict.finding == PieceVerifier::Finding::Right && m_book->accept(verdict.check);
    const bool isUnproven = verdict.finding == PieceVerifier::Finding::Hashed && m_sink->isStream();
    if (isGood)
        m_unproven.erase(piece);
    if (isUnproven)
        m_unproven.insert(piece);
    if (isGood || isUnproven)
        m_sink->release(piece * HashTree::PieceSize, HashTree::pieceLength(piece, m_geometry.contentSize));
}

QStringList BlockWriter::sourcesOf(uint8_t mask) const
{
    QStringList sources;
    for (qsizetype i = 0; i < std::min(m_sources.size(), SourceMost + 1); ++i) {
        if (mask & (1U << i))
            sources << m_sources[i];
    }
    return sources;
}

void BlockWriter::reject(PieceCheck check)
{
    const uint8_t mask = m_book->sourcesOf(check.piece);
    const auto blocks = m_book->reject(check);
    if (!blocks)
        return;
    for (uint64_t block = blocks->start; block <= blocks->end; ++block) {
        if (m_blocks.remove(block))
            m_written -= m_geometry.length(block);
        if (m_options.journal)
            m_options.journal->forget(block);
    }
    const QStringList sources = sourcesOf(mask);
    if (m_options.damaged)
        m_options.damaged(check.piece, sources);
    m_wrongPieces += (mask & 1U) == 0; // what was here before may be anything
    if (m_unproven.contains(check.piece) || m_wrongPieces > WrongPiecesMost)
        m_error = Error{ErrorCode::VerificationFailed, QStringLiteral("megabyte %1, from %2")
                                                           .arg(check.piece)
                                                           .arg(sources.join(QStringLiteral(" and ")))};
}

void BlockWriter::verifyInTheEnd(const ContentDigest::Value &digest)
{
    m_sink->expect(digest);
    m_sink->release(0, m_geometry.contentSize);
    m_book.reset();
    m_error.reset();
}

pollfd BlockWriter::waitsFor() const
{
    const pollfd sink = m_sink->waitsFor();
    return sink.fd >= 0 || m_error || isRight() ? sink : pollfd{m_options.verifier->descriptor(), POLLIN, 0};
}

Result<void> BlockWriter::pump()
{
    if (auto pumped = m_sink->pump(); !pumped)
        return pumped;
    takeVerdicts();
    return m_error ? Result<void>(tl::unexpected(*m_error)) : Result<void>();
}

uint8_t BlockWriter::percent() const
{
    return isRight() ? m_blocks.percent() : std::min<uint8_t>(m_blocks.percent(), 99);
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
