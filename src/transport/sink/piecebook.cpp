// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/piecebook.h"

#include "transport/content/hashtree.h"

#include <algorithm>

namespace castdeck
{

namespace
{
constexpr uint64_t PieceSize = HashTree::PieceSize;
} // namespace

PieceBook::PieceBook(const wire::ContentGeometry &geometry)
    : m_geometry(geometry), m_pieces(HashTree::pieceCount(geometry.contentSize))
{
    for (uint64_t i = 0; i < m_pieces.size(); ++i)
        m_pieces[i].lacking = static_cast<uint32_t>(HashTree::pieceLength(i, geometry.contentSize));
}

std::array<PieceBook::Share, 2> PieceBook::sharesOf(uint64_t block) const
{
    const uint64_t first = m_geometry.offset(block);
    const uint64_t behind = first + m_geometry.length(block);
    const uint64_t piece = first / PieceSize;
    const uint64_t cut = std::min(behind, (piece + 1) * PieceSize);
    return {Share{piece, static_cast<uint32_t>(cut - first)},
            Share{piece + 1, static_cast<uint32_t>(behind - cut)}};
}

void PieceBook::add(uint64_t block, unsigned source, std::vector<PieceCheck> &complete)
{
    for (const Share &share : sharesOf(block)) {
        if (share.bytes == 0 || m_pieces[share.piece].isRight)
            continue;
        Piece &piece = m_pieces[share.piece];
        piece.lacking -= std::min(share.bytes, piece.lacking);
        piece.sources |= static_cast<uint8_t>(1U << source);
        if (piece.lacking == 0)
            complete.push_back({share.piece, piece.turn});
    }
}

bool PieceBook::isOf(PieceCheck check) const
{
    return check.piece < m_pieces.size() && m_pieces[check.piece].turn == check.turn &&
           m_pieces[check.piece].lacking == 0 && !m_pieces[check.piece].isRight;
}

bool PieceBook::accept(PieceCheck check)
{
    if (!isOf(check))
        return false;
    m_pieces[check.piece].isRight = true;
    m_bytesRight += HashTree::pieceLength(check.piece, m_geometry.contentSize);
    return true;
}

std::optional<wire::Range> PieceBook::reject(PieceCheck check)
{
    if (!isOf(check))
        return std::nullopt;
    const uint64_t first = check.piece * PieceSize;
    const uint64_t last = first + HashTree::pieceLength(check.piece, m_geometry.contentSize) - 1;
    const wire::Range blocks{first / m_geometry.blockSize + 1, last / m_geometry.blockSize + 1};
    for (uint64_t block = blocks.start; block <= blocks.end; ++block) {
        for (const Share &share : sharesOf(block)) {
            if (share.bytes == 0 || m_pieces[share.piece].isRight)
                continue;
            Piece &piece = m_pieces[share.piece];
            piece.turn += piece.lacking == 0; // whatever is found out of it now is of what was there
            piece.lacking += share.bytes;
        }
    }
    m_pieces[check.piece].sources = 0;
    return blocks;
}

PieceBook::Bytes PieceBook::open(uint64_t block) const
{
    const std::array<Share, 2> shares = sharesOf(block);
    const auto isOpen = [&](const Share &share) { return share.bytes > 0 && !m_pieces[share.piece].isRight; };
    const uint64_t first = m_geometry.offset(block);
    const uint64_t cut = first + shares[0].bytes;
    return {isOpen(shares[0]) ? first : cut, isOpen(shares[1]) ? cut + shares[1].bytes : cut};
}

} // namespace castdeck
