// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/applicationmessage.h"
#include "wire/transportpacket.h"

#include <array>
#include <optional>
#include <vector>

namespace castdeck
{

/// One look at one piece of a content (HashTree). A piece that was written over meanwhile is looked at again,
/// and what was found before says nothing about it.
struct PieceCheck {
    uint64_t piece = 0; ///< counted from 0
    uint16_t turn = 0;
    friend bool operator==(const PieceCheck &, const PieceCheck &) = default;
};

/// Which pieces of a content are there, which of them are right, and who sent them. Blocks do not end where
/// pieces do: one that lies in two is part of both, and what is right is not written over when the other
/// piece comes again. Pure.
class PieceBook
{
public:
    explicit PieceBook(const wire::ContentGeometry &geometry);

    /// The block was written, by the source of that number, 0…7; whatever is complete by that is appended to
    /// @p complete.
    void add(uint64_t block, unsigned source, std::vector<PieceCheck> &complete);
    /// False for a check that is out of date, here and below.
    bool accept(PieceCheck check);
    /// Its blocks lack again; they are returned.
    std::optional<wire::Range> reject(PieceCheck check);

    /// The bytes of a block, from the first to behind the last, that are not known to be right.
    struct Bytes {
        uint64_t first = 0;
        uint64_t behind = 0;
    };
    Bytes open(uint64_t block) const;
    /// One bit for each source that had a part in it since it lacked last.
    uint8_t sourcesOf(uint64_t piece) const { return m_pieces[piece].sources; }
    bool isRight() const { return m_bytesRight == m_geometry.contentSize; }
    uint64_t bytesRight() const { return m_bytesRight; }

private:
    struct Piece {
        uint32_t lacking = 0; ///< bytes
        uint16_t turn = 0;
        uint8_t sources = 0;
        bool isRight = false;
    };
    struct Share {
        uint64_t piece = 0;
        uint32_t bytes = 0;
    };
    /// A block is smaller than a piece; the second has no bytes if there is none.
    std::array<Share, 2> sharesOf(uint64_t block) const;
    bool isOf(PieceCheck check) const;

    wire::ContentGeometry m_geometry;
    std::vector<Piece> m_pieces;
    uint64_t m_bytesRight = 0;
};

} // namespace castdeck
