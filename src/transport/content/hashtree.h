// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentdigest.h"
#include "wire/wideunits.h"

#include <QByteArray>
#include <vector>

namespace castdeck
{

/// What a receiver needs to tell each megabyte of a content from another one: the hash of each piece, and the
/// root that they make (docs/protocol.md, Hash tree). A value.
struct PieceHashes {
    using Hash = ContentDigest::Value;
    Hash root{};
    std::vector<Hash> pieces;

    /// The root, then the pieces in order: 32 bytes each.
    QByteArray toBytes() const;
    /// Of a content of so many bytes. ProtocolViolation for any other length than theirs, VerificationFailed
    /// if the root is not that of the pieces.
    static Result<PieceHashes> fromBytes(QByteArrayView bytes, uint64_t contentSize);
    friend bool operator==(const PieceHashes &, const PieceHashes &) = default;
};

/// Makes the SHA-256 tree of a content, as BitTorrent v2 has it (BEP 52): leaves of 16 KiB, of which the last
/// is hashed as short as it is; pairs of hashes upwards; leaves that lack to a power of two are 32 zero
/// bytes. A piece of 1 MiB is the subtree of 64 leaves. Nothing is returned if the cryptographic library
/// failed, so that no failure looks like a match. Movable, one thread at a time.
class HashTree
{
public:
    using Hash = PieceHashes::Hash;

    static constexpr uint64_t LeafSize = uint64_t{1} << 14U;
    static constexpr uint64_t PieceSize = uint64_t{1} << 20U;
    /// 4 TiB, whose pieces have 128 MiB of hashes: more is not kept in the memory of a receiver.
    static constexpr uint64_t ContentMost = uint64_t{1} << 42U;

    static uint64_t pieceCount(uint64_t contentSize) { return (contentSize + PieceSize - 1) / PieceSize; }
    /// Bytes of piece @p index, counted from 0; only the last is shorter.
    static uint64_t pieceLength(uint64_t index, uint64_t contentSize)
    {
        return std::min(PieceSize, contentSize - index * PieceSize);
    }

    /// Of the bytes of one whole piece of a content of so many bytes: a content of one piece has a tree that
    /// is no higher than it needs.
    std::optional<Hash> piece(std::span<const uint8_t> bytes, uint64_t contentSize);
    using Leaves = std::span<const std::span<const uint8_t>>;
    /// The same of its leaves in order, which need not lie side by side.
    std::optional<Hash> piece(Leaves leaves, uint64_t contentSize);
    /// Of all pieces, in order; of none it is 32 zero bytes.
    std::optional<Hash> root(std::vector<Hash> pieces);

    explicit HashTree(wire::CryptoLibrary library = wire::CryptoLibrary::Fastest) : m_library(library) {}

private:
    std::vector<Hash> hashEach(std::span<const std::span<const uint8_t>> messages);
    std::vector<Hash> hashPairs(std::span<const Hash> row);
    Hash fold(std::vector<Hash> row, Hash padding, int levels);

    ContentDigest m_digest;
    wire::CryptoLibrary m_library;
    std::unique_ptr<wire::WideDigests> m_wide; ///< made when it is needed; null where there is none
    bool m_isGood = true;
};

} // namespace castdeck
