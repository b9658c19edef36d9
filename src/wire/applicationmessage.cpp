// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/applicationmessage.h"

#include "wire/applicationheader.h"
#include "wire/transportlayout.h"

namespace castdeck::wire
{

namespace
{

constexpr uint8_t PercentMax = 100;

/// A reader behind the three bytes that every message begins with.
Decoded<Reader> open(Bytes message, MessageCode expected)
{
    using enum Rejection;
    Reader reader(message);
    uint16_t size = 0;
    uint8_t code = 0;
    if (message.size() < MessageHeaderSize)
        return tl::unexpected(TooShort);
    reader(size, code);
    if (size != message.size())
        return tl::unexpected(BadSize);
    if (code < static_cast<uint8_t>(MessageCode::Inquiry) ||
        code > static_cast<uint8_t>(MessageCode::Progress))
        return tl::unexpected(UnknownOpcode);
    if (code != static_cast<uint8_t>(expected))
        return tl::unexpected(WrongDirection);
    return reader;
}

template <class T>
Decoded<T> close(Reader &reader, const T &message)
{
    reader.expectEnd();
    if (const auto failure = reader.failure())
        return tl::unexpected(*failure);
    return message;
}

/// Fills in the header of a message that is otherwise written.
size_t finish(std::span<uint8_t> out, const Writer &body, MessageCode code)
{
    if (body.size() > UINT16_MAX)
        return 0;
    Writer header(out);
    writeMessageHeader(header, static_cast<uint16_t>(body.size()), code);
    return body.size();
}

Writer body(std::span<uint8_t> out)
{
    Writer writer(out);
    writer.reserve(MessageHeaderSize);
    return writer;
}

} // namespace

Decoded<ServerInquiry> decodeInquiry(Bytes pollData)
{
    return open(pollData, MessageCode::Inquiry).and_then([](Reader reader) {
        return close(reader, ServerInquiry());
    });
}

Decoded<ClientAnswer> decodeAnswer(Bytes pollAckData, const ContentGeometry &geometry)
{
    auto reader = open(pollAckData, MessageCode::Answer);
    if (!reader)
        return tl::unexpected(reader.error());
    ClientAnswer answer;
    (*reader)(answer.progress, answer.timeInSession);
    reader->list(answer.ranges, AnswerRangesMax);
    answer.progress = std::min(answer.progress, PercentMax);
    for (const Range &range : answer.ranges)
        reader->require(range.start != 0 && range.start <= range.end, Rejection::BadRange);
    reader->expectEnd();
    for (const Range &range : answer.ranges)
        reader->require(range.end <= geometry.totalBlocks(), Rejection::BadRange);
    return close(*reader, answer);
}

Decoded<BlockData> decodeBlock(Bytes oData, const ContentGeometry &geometry)
{
    auto reader = open(oData, MessageCode::Block);
    if (!reader)
        return tl::unexpected(reader.error());
    BlockData block;
    (*reader)(block.blockNumber);
    reader->counted(block.data);
    reader->expectEnd();
    const bool known = block.blockNumber != 0 && block.blockNumber <= geometry.totalBlocks();
    reader->require(known && block.data.size() == geometry.length(block.blockNumber), Rejection::BadValue);
    return close(*reader, block);
}

Decoded<Progress> decodeProgress(Bytes qcrData)
{
    auto reader = open(qcrData, MessageCode::Progress);
    if (!reader)
        return tl::unexpected(reader.error());
    Progress progress;
    (*reader)(progress.timeInSession, progress.progress);
    progress.progress = std::min(progress.progress, PercentMax);
    return close(*reader, progress);
}

size_t encode(std::span<uint8_t> out, const ServerInquiry &)
{
    return finish(out, body(out), MessageCode::Inquiry);
}

size_t encode(std::span<uint8_t> out, const ClientAnswer &message)
{
    Writer writer = body(out);
    writer(message.progress, message.timeInSession);
    writer.list(message.ranges, AnswerRangesMax);
    return finish(out, writer, MessageCode::Answer);
}

size_t encode(std::span<uint8_t> out, const BlockData &message)
{
    Writer writer = body(out);
    writer(message.blockNumber);
    writer.counted(message.data);
    return finish(out, writer, MessageCode::Block);
}

size_t encode(std::span<uint8_t> out, const Progress &message)
{
    Writer writer = body(out);
    writer(message.timeInSession, message.progress);
    return finish(out, writer, MessageCode::Progress);
}

} // namespace castdeck::wire
