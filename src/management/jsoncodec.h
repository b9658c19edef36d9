// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "management/message.h"

#include <QByteArrayList>

namespace castdeck
{

/// What a snapshot that was told last looks like in JSON, for others who ask for the same one: a server with
/// many clients encodes each of its states once.
class SnapshotCache
{
public:
    /// Objects that hold the rows one after the other, each short enough for a line.
    const QByteArrayList &partsOf(const Inventory &whole);

private:
    Inventory m_whole; ///< shares its rows with who asked, so the same addresses are the same rows
    QByteArrayList m_parts;
};

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
/// This and the jsonfields.h are the only files that know the keys. Units are those of the structs, times are
/// ISO 8601 UTC.
class JsonCodec
{
public:
    static constexpr qsizetype MaxLine = bounds::Line;
    /// All parts of one answer together.
    static constexpr qsizetype MaxSnapshot = bounds::Answer;

    /// What the other end may send: nothing else is read, and nothing of it kept.
    enum class Takes : quint8 { Everything, Requests, Answers };
    explicit JsonCodec(Takes takes = Takes::Everything) : m_takes(takes) {}

    /// As a request is called on the wire, "session.terminate"; empty for one that is never sent.
    static QString method(const RequestBody &body);

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
    bool takePart(quint64 id, ReplyBody part);
    Message decodeReply(quint64 id, const QJsonObject &object);

    Takes m_takes;
    quint64 m_partsOf = 0; ///< the reply that m_parts belongs to
    ReplyBody m_parts;
    qsizetype m_partsSize = 0;
};

} // namespace castdeck
