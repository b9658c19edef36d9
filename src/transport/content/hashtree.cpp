// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/hashtree.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace castdeck
{

namespace
{

constexpr size_t HashSize = sizeof(PieceHashes::Hash);
constexpr uint64_t LeavesOfPiece = HashTree::PieceSize / HashTree::LeafSize;

/// Levels between so many hashes in a row and the one above them all.
int levelsAbove(uint64_t count)
{
    return std::countr_zero(std::bit_ceil(std::max<uint64_t>(count, 1)));
}

} // namespace

HashTree::Hash HashTree::hash(std::span<const uint8_t> bytes)
{
    m_digest.add(bytes);
    const auto value = m_digest.finish();
    m_isGood = m_isGood && value;
    return value.value_or(Hash{});
}

/// @p padding is what stands for each hash that lacks in the row.
HashTree::Hash HashTree::fold(std::vector<Hash> row, Hash padding, int levels)
{
    static_assert(sizeof(Hash[2]) == 2 * HashSize); // a pair of neighbours is what is hashed
    const auto above = [this](const Hash *pair) { return hash({pair->data(), 2 * HashSize}); };
    for (; levels > 0; --levels) {
        if (row.size() % 2 != 0)
            row.push_back(padding);
        for (size_t i = 0; i < row.size(); i += 2)
            row[i / 2] = above(&row[i]);
        row.resize(row.size() / 2);
        const Hash paddings[2] = {padding, padding};
        padding = above(paddings);
    }
    return row.empty() ? Hash{} : row.front();
}

std::optional<HashTree::Hash> HashTree::piece(std::span<const uint8_t> bytes, uint64_t contentSize)
{
    std::vector<Hash> leaves;
    leaves.reserve(LeavesOfPiece);
    for (size_t at = 0; at < bytes.size(); at += LeafSize)
        leaves.push_back(hash(bytes.subspan(at, std::min<size_t>(LeafSize, bytes.size() - at))));
    const int levels = levelsAbove(contentSize > PieceSize ? LeavesOfPiece : leaves.size());
    const Hash value = fold(std::move(leaves), Hash{}, levels);
    return m_isGood ? std::optional(value) : std::nullopt;
}

std::optional<HashTree::Hash> HashTree::root(std::vector<Hash> pieces)
{
    const Hash padding = fold({Hash{}}, Hash{}, levelsAbove(LeavesOfPiece));
    const int levels = levelsAbove(pieces.size());
    const Hash value = fold(std::move(pieces), padding, levels);
    return m_isGood ? std::optional(value) : std::nullopt;
}

QByteArray PieceHashes::toBytes() const
{
    QByteArray bytes;
    bytes.reserve((1 + qsizetype(pieces.size())) * qsizetype(HashSize));
    bytes.append(reinterpret_cast<const char *>(root.data()), HashSize);
    for (const Hash &piece : pieces)
        bytes.append(reinterpret_cast<const char *>(piece.data()), HashSize);
    return bytes;
}

Result<PieceHashes> PieceHashes::fromBytes(QByteArrayView bytes, uint64_t contentSize)
{
    const uint64_t count = HashTree::pieceCount(contentSize);
    if (contentSize > HashTree::ContentMost || uint64_t(bytes.size()) != (1 + count) * HashSize)
        return failure(ErrorCode::ProtocolViolation,
                       QStringLiteral("%1 bytes of hashes for %2 pieces").arg(bytes.size()).arg(count));
    PieceHashes hashes;
    hashes.pieces.resize(count);
    std::memcpy(hashes.root.data(), bytes.data(), HashSize);
    for (uint64_t i = 0; i < count; ++i)
        std::memcpy(hashes.pieces[i].data(), bytes.data() + (1 + i) * HashSize, HashSize);
    const auto root = HashTree().root(hashes.pieces);
    if (root != hashes.root)
        return failure(ErrorCode::VerificationFailed,
                       QStringLiteral("hash tree: expected %1, found %2")
                           .arg(ContentDigest::text(hashes.root),
                                root ? ContentDigest::text(*root) : QStringLiteral("nothing")));
    return hashes;
}

} // namespace castdeck
