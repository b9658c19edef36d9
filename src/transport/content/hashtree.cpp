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

std::vector<HashTree::Hash> HashTree::hashEach(std::span<const std::span<const uint8_t>> messages)
{
    std::vector<Hash> values(messages.size());
    if (messages.size() >= wire::WideDigests::Fewest && m_library == wire::CryptoLibrary::Fastest) {
        if (!m_wide)
            m_wide = wire::WideDigests::create();
        if (!m_wide)
            m_library = wire::CryptoLibrary::OpenSsl;
        else if (m_wide->hash(messages, values))
            return values;
        else
            m_isGood = false;
    }
    for (size_t i = 0; i < messages.size(); ++i) {
        m_digest.add(messages[i]);
        const auto value = m_digest.finish();
        m_isGood = m_isGood && value;
        values[i] = value.value_or(Hash{});
    }
    return values;
}

/// Of an even number of hashes.
std::vector<HashTree::Hash> HashTree::hashPairs(std::span<const Hash> row)
{
    static_assert(sizeof(Hash[2]) == 2 * HashSize); // a pair of neighbours is what is hashed
    std::vector<std::span<const uint8_t>> pairs(row.size() / 2);
    for (size_t i = 0; i < pairs.size(); ++i)
        pairs[i] = {row[2 * i].data(), 2 * HashSize};
    return hashEach(pairs);
}

/// @p padding is what stands for each hash that lacks in the row.
HashTree::Hash HashTree::fold(std::vector<Hash> row, Hash padding, int levels)
{
    for (; levels > 0; --levels) {
        if (row.size() % 2 != 0)
            row.push_back(padding);
        row = hashPairs(row);
        const Hash paddings[2] = {padding, padding};
        padding = hashPairs(paddings).front();
    }
    return row.empty() ? Hash{} : row.front();
}

std::optional<HashTree::Hash> HashTree::piece(std::span<const uint8_t> bytes, uint64_t contentSize)
{
    std::vector<std::span<const uint8_t>> leaves;
    leaves.reserve(LeavesOfPiece);
    for (size_t at = 0; at < bytes.size(); at += LeafSize)
        leaves.push_back(bytes.subspan(at, std::min<size_t>(LeafSize, bytes.size() - at)));
    return piece(Leaves(leaves), contentSize);
}

std::optional<HashTree::Hash> HashTree::piece(Leaves leaves, uint64_t contentSize)
{
    const int levels = levelsAbove(contentSize > PieceSize ? LeavesOfPiece : leaves.size());
    const Hash value = fold(hashEach(leaves), Hash{}, levels);
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
