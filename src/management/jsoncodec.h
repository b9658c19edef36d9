// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "management/replylines.h"
#include "management/replyparts.h"

namespace castdeck
{

/// Messages as lines of JSON-RPC 2.0: one compact object a line, UTF-8, at most MaxLine bytes with its
/// newline.
///
/// A request is {"jsonrpc","id","method","params"}, a reply {"jsonrpc","id","result"} with one member named
/// after what it holds, or {"jsonrpc","id","error":{"code","message","data":{"detail"}}}, where the code is
/// the ErrorCode
/// (-32601 for UnknownVerb, -32600 for ProtocolViolation). Events and goodbye are notifications. A snapshot
/// that does not fit a line is preceded by "inventory.part" notifications, another list by "reply.part",
/// which this class puts together again. Other answers and events that do not fit are cut short
/// (messagetexts.h).
///
/// The keys are those that the structs describe themselves with; what a verb, a reply and an event is called
/// is in jsonnames.h. Units are those of the structs, times are ISO 8601 UTC.
class JsonCodec
{
public:
    static constexpr qsizetype MaxLine = bounds::Line;

    /// What the other end may send: nothing else is read, and nothing of it kept.
    enum class Takes : quint8 { Everything, Requests, Answers };
    explicit JsonCodec(Takes takes = Takes::Everything) : m_takes(takes) {}

    /// One line, or several for a long list, each with its newline.
    /// InvalidParameter if the message does not fit and must not be cut.
    static Result<QByteArray> encode(const Message &message, SnapshotCache *cache = nullptr);

    /// The message of a line (without its newline); nothing for a part of an answer or a notification that
    /// is not known here. A request or reply that has an id but cannot be read is still a message: an
    /// UnreadableRequest, or a Reply with ProtocolViolation. All else is an error, after which nothing more
    /// should be read.
    Result<std::optional<Message>> decode(QByteArrayView line);

private:
    Result<std::optional<Message>> decodeNotification(const QString &method, const QJsonObject &object,
                                                      qsizetype size);
    Message decodeReply(quint64 id, const QJsonObject &object);

    Takes m_takes;
    ReplyParts m_parts;
};

} // namespace castdeck
