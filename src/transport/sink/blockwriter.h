// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/sink/blockjournal.h"
#include "transport/sink/contentsink.h"
#include "transport/sink/pieceverifier.h"
#include "transport/sink/receivedblocks.h"
#include "wire/applicationmessage.h"

#include <QStringList>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace castdeck
{

/// Between the session and the sink: drops blocks that are there, takes others as long as the cache has room,
/// and writes neighbours with one call. Blocks are not copied unless they have to wait.
///
/// A block is marked when it is taken, and a failing write is final (Choice A15): no mark outlives its block.
/// With a verifier, the blocks of a piece that turns out to be wrong are missing again, and the content is
/// complete when all pieces are right; what is right is not written over.
class BlockWriter
{
public:
    struct Options {
        uint64_t limit = 0;              ///< bytes per second that may be written, 0: no limit
        size_t cacheBytes = 2'097'152;   ///< taken and not yet written, at most (multicast-transport §6.7)
        BlockJournal *journal = nullptr; ///< is told of every block that was given to the sink
        PieceVerifier *verifier = nullptr;
        /// Told of every piece that is wrong, and where it came from; may be empty.
        std::function<void(uint64_t piece, const QStringList &sources)> damaged{};
    };
    /// Wrong pieces that came from somewhere else: with one more the content is given up, for it is another.
    static constexpr int WrongPiecesMost = 16;
    static Result<BlockWriter> create(const wire::ContentGeometry &geometry, ContentSink &sink,
                                      const Options &options);

    /// The sink holds this block already.
    void adopt(uint64_t block);
    /// Where what is offered from now on comes from, for Options::damaged.
    void comesFrom(const QString &source);

    enum class Answer { Taken, Present, Full };
    /// The bytes must stay where they are until settle(). The block's length has been checked.
    Answer offer(const wire::BlockData &block, Instant now);
    /// Writes what may be written by now, and copies what has to wait longer.
    void settle(Instant now);
    /// As those of the sink; and for what the verifier has found, which may make blocks missing.
    pollfd waitsFor() const;
    Result<void> pump();
    /// When settle() has something to do although nothing was offered; Instant::max() if never.
    Instant deadline() const;

    /// The verifier cannot tell what is right, and is not asked any more: what is there counts, and the sink
    /// finds out in the end.
    void verifyInTheEnd(const ContentDigest::Value &digest);

    const wire::ContentGeometry &geometry() const { return m_geometry; }
    const ReceivedBlocks &blocks() const { return m_blocks; }
    /// As that of the blocks, but 100 only when all is known to be right.
    uint8_t percent() const;
    /// Known to be right; 0 without a verifier.
    uint64_t bytesRight() const { return m_book ? m_book->bytesRight() : 0; }
    /// Every block was taken, and not all of it is known to be right.
    bool isVerifying() const { return m_blocks.isComplete() && !isRight(); }
    size_t cacheBytes() const { return m_options.cacheBytes; }
    /// Three quarters of that are taken.
    bool isNearlyFull() const { return bytesHeld() >= cacheBytes() / 4 * 3; }
    /// Taken and not yet written, here or in the sink.
    size_t bytesHeld() const { return m_held + m_sink->bytesHeld(); }
    /// With those that were adopted.
    uint64_t bytesWritten() const { return m_written - m_sink->bytesHeld(); }
    /// Every block was taken and written, and the sink holds nothing back: finish() it.
    bool isComplete() const
    {
        return m_blocks.isComplete() && isRight() && m_waiting.empty() && !m_error &&
               m_sink->waitsFor().fd < 0;
    }
    /// The first write that failed, or VerificationFailed; with everything there, why there is no tree.
    const std::optional<Error> &error() const { return m_error; }

private:
    struct Waiting {
        uint64_t block;
        wire::Bytes bytes;
        std::unique_ptr<uint8_t[]> copy; ///< null while the bytes lie in the receive buffer
    };

    BlockWriter(const wire::ContentGeometry &geometry, ContentSink &sink, const Options &options,
                ReceivedBlocks blocks);
    size_t writable(Instant now);
    void write(size_t count);
    void noteWritten(std::span<const Waiting> blocks);
    void noteWritten(uint64_t block, unsigned source);
    PieceBook::Bytes bytesToWrite(const Waiting &waiting) const;
    bool isRight() const { return !m_book || m_book->isRight(); }
    void takeVerdicts();
    void takeGood(const PieceVerifier::Verdict &verdict);
    void reject(PieceCheck check);
    QStringList sourcesOf(uint8_t mask) const;

    wire::ContentGeometry m_geometry;
    ContentSink *m_sink;
    Options m_options;
    ReceivedBlocks m_blocks;
    std::vector<Waiting> m_waiting; ///< in the order they came
    std::vector<iovec> m_pieces;
    size_t m_held = 0;
    uint64_t m_written = 0; ///< given to the sink, or adopted
    double m_allowance = 0; ///< bytes that may be written at m_allowanceTime
    Instant m_allowanceTime{};
    std::optional<Error> m_error;

    std::optional<PieceBook> m_book; ///< with a verifier
    QStringList m_sources;           ///< by number; the first is what was adopted
    unsigned m_source = 0;
    int m_wrongPieces = 0;
    std::set<uint64_t> m_unproven; ///< pieces that a stream has, and nobody knows yet to be right
};

} // namespace castdeck
