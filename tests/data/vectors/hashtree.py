#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes hashtree.json: trees of contents as docs/protocol.md has them, by hashlib, from the full row of leaves down."""
import hashlib
import json
import sys

LEAF, PIECE = 16 * 1024, 1024 * 1024
SIZES = [0, 1, LEAF - 1, LEAF, LEAF + 1, 2 * LEAF, 3 * LEAF, 5 * LEAF + 7, PIECE - LEAF, PIECE - 1, PIECE, PIECE + 1,
         PIECE + LEAF, 2 * PIECE, 2 * PIECE + 1, 3 * PIECE - LEAF - 1, 3 * PIECE, 5 * PIECE + 3 * LEAF + 1, 7 * PIECE]


def sha(data):
    return hashlib.sha256(data).digest()


def content(size):
    """The hashes of 0, 1, 2 ... as 8 bytes big-endian, one behind the other, cut off."""
    return b"".join(sha(n.to_bytes(8, "big")) for n in range(-(-size // 32)))[:size]


def tree(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = len(leaves) // 2
    return sha(tree(leaves[:half]) + tree(leaves[half:]))


def padded(leaves, count):
    return leaves + [bytes(32)] * (count - len(leaves))


def vector(size):
    data = content(size)
    leaves = [sha(data[at:at + LEAF]) for at in range(0, size, LEAF)]
    width = 1
    while width < len(leaves):
        width *= 2
    leaves = padded(leaves, width)
    per_piece = min(PIECE // LEAF, width)
    pieces = [tree(leaves[at:at + per_piece]) for at in range(0, width, per_piece)]
    return {"size": size, "root": tree(leaves).hex(), "pieces": [p.hex() for p in pieces[:-(-size // PIECE)]]}


json.dump({
    "about": "made by hashtree.py with hashlib, which shares no code with Castdeck; the contents are its content()",
    "vectors": [vector(size) for size in SIZES],
}, sys.stdout, indent=1)
print()
