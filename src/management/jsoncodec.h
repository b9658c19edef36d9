// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

#include <map>

namespace castdeck
{

/// Messages as lines of JSON-RPC 2.0: one compact object a line, UTF-8, at most MaxLine bytes with its
/// newline.
///
/// A request is {"jsonrpc","id","method","params"}, a reply {"jsonrpc","id","result"} with one member named
/// after what it holds, or {"jsonrpc","id","error":{"code","message","data":{"detail"}}}, where the code is
/// the ErrorCode
/// (-32601 for UnknownVerb, -32600 for ProtocolViolation). Events and goodbye are notifications. A snapshot
/// that does not fit a line is preceded by "inventory.part" notifications, which this class puts together
/// again.
///
/// This is the only file that knows the keys. Units are those of the structs, times are ISO 8601 UTC.
class JsonCodec
{
public:
    static constexpr qsizetype MaxLine = 1 << 20;
    /// All parts of one snapshot together.
    static constexpr qsizetype MaxSnapshot = 64 * MaxLine;

    /// As a request is called on the wire, "session.terminate"; empty for one that is never sent.
    static QString method(const RequestBody &body);

    /// One line, or several for a large snapshot, each with its newline.
    /// InvalidParameter if the message does not fit.
    static Result<QByteArray> encode(const Message &message);

    /// The message of a line (without its newline); nothing for a part of a snapshot or a notification that
    /// is not known here. A request or reply that has an id but cannot be read is still a message: an
    /// UnreadableRequest, or a Reply with ProtocolViolation. All else is an error, after which nothing more
    /// should be read.
    Result<std::optional<Message>> decode(QByteArrayView line);

private:
    Result<std::optional<Message>> decodeNotification(const QString &method, const QJsonObject &object,
                                                      qsizetype size);
    Message decodeReply(quint64 id, const QJsonObject &object);

    quint64 m_partsOf = 0; ///< the reply that m_parts belongs to
    Inventory m_parts;
    qsizetype m_partsSize = 0;
};

} // namespace castdeck
