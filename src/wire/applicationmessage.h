// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/transportpacket.h"

namespace castdeck::wire
{

// The four packets of the application layer (multicast-application §3), each the whole application part of
// one transport packet.

/// "What are you missing?"; carried in POLL.
struct ServerInquiry {
};

/// CNTCIR, carried in POLLACK.
struct ClientAnswer {
    uint8_t progress = 0;       ///< percent
    uint32_t timeInSession = 0; ///< s
    ListView<Range> ranges;     ///< missing blocks, at most 64
};
inline constexpr size_t AnswerRangesMax = 64;

/// DATA, carried in ODATA and RDATA.
struct BlockData {
    uint64_t blockNumber = 0;
    Bytes data;
};
inline constexpr size_t BlockHeaderSize = 13;

/// PROGRESS, carried in QCR.
struct Progress {
    uint32_t timeInSession = 0; ///< s
    uint8_t progress = 0;       ///< percent
};

/// The sizes an answer or a block is checked against.
struct ContentGeometry {
    uint64_t contentSize = 0;
    uint32_t blockSize = 1;

    uint64_t totalBlocks() const { return contentSize / blockSize + (contentSize % blockSize != 0); }
    uint64_t offset(uint64_t block) const { return (block - 1) * blockSize; }
    uint32_t length(uint64_t block) const
    {
        const uint64_t left = contentSize - offset(block);
        return left < blockSize ? static_cast<uint32_t>(left) : blockSize;
    }
};

Decoded<ServerInquiry> decodeInquiry(Bytes pollData);
Decoded<ClientAnswer> decodeAnswer(Bytes pollAckData, const ContentGeometry &geometry);
Decoded<BlockData> decodeBlock(Bytes oData, const ContentGeometry &geometry);
Decoded<Progress> decodeProgress(Bytes qcrData);

/// The result is the size, 0 if @p out is too small or there are more than 64 ranges.
size_t encode(std::span<uint8_t> out, const ServerInquiry &message);
size_t encode(std::span<uint8_t> out, const ClientAnswer &message);
size_t encode(std::span<uint8_t> out, const BlockData &message);
size_t encode(std::span<uint8_t> out, const Progress &message);

} // namespace castdeck::wire
