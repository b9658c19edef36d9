// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/hashtree.h"

namespace castdeck
{

/// Those of a content that lies in memory.
inline PieceHashes hashesOf(const QByteArray &content)
{
    HashTree tree;
    PieceHashes hashes;
    const std::span bytes(reinterpret_cast<const uint8_t *>(content.constData()), size_t(content.size()));
    for (uint64_t i = 0; i < HashTree::pieceCount(bytes.size()); ++i)
        hashes.pieces.push_back(*tree.piece(
            bytes.subspan(i * HashTree::PieceSize, HashTree::pieceLength(i, bytes.size())), bytes.size()));
    hashes.root = *tree.root(hashes.pieces);
    return hashes;
}

} // namespace castdeck
