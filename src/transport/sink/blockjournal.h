// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "transport/content/contentdigest.h"
#include "wire/applicationmessage.h"

#include <functional>

namespace castdeck
{

/// Which blocks of an unfinished file were written, and a hash of each, in a small file beside it (4 bytes a
/// block). A program that is killed loses nothing of it. After a power cut either file may be older than the
/// other; the hashes show which blocks hold what was written, so nothing has to be synced on the way.
/// Movable; one thread at a time; whoever uses it holds the lock of the unfinished file.
class BlockJournal
{
public:
    /// Goes on with the journal at @p path if it is of the same @p identity and geometry, else starts a new
    /// one. The identity has to differ between contents that differ in one byte. What is no journal, or has
    /// another name (a hard link), is left alone: WrongFileKind, FileAccessDenied.
    static Result<BlockJournal> open(const QString &path, const ContentDigest::Value &identity,
                                     const wire::ContentGeometry &geometry);
    BlockJournal(BlockJournal &&other) noexcept;
    BlockJournal &operator=(BlockJournal &&other) noexcept;
    ~BlockJournal();

    /// The block has been written.
    void record(uint64_t block, std::span<const uint8_t> bytes);
    /// What was written is not what it should be.
    void forget(uint64_t block) { sums()[block - 1] = 0; }
    /// Bytes that check() will have to read.
    uint64_t bytesRecorded() const;
    /// Reads the blocks that were recorded from the unfinished file, and calls @p right for each that holds
    /// what was written; the others are forgotten. @p goOn is asked now and then; false if it said no.
    Result<bool> check(const QString &part, const std::function<void(uint64_t block)> &right,
                       const std::function<bool()> &goOn);
    /// Nothing can be resumed any more.
    void discard();

private:
    BlockJournal(QString path, const wire::ContentGeometry &geometry, std::span<uint8_t> map);
    uint32_t *sums() const;

    QString m_path;
    wire::ContentGeometry m_geometry;
    std::span<uint8_t> m_map; ///< the whole file
};

} // namespace castdeck
