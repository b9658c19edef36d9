// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"

#include "core/jsonarchive.h"
#include "management/jsonnames.h"
#include "management/messagetexts.h"

#include <QJsonDocument>

namespace castdeck
{

namespace
{

constexpr qint64 methodNotFound = -32601;
constexpr qint64 invalidRequest = -32600;
/// Of the texts in a message that does not fit a line, until it does.
constexpr qsizetype textSizes[] = {4'096, 256, 32};

QJsonObject envelope()
{
    return {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")}};
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QJsonObject notification(const QString &method, const QJsonObject &params)
{
    QJsonObject object = envelope();
    object.insert(QStringLiteral("method"), method);
    object.insert(QStringLiteral("params"), params);
    return object;
}

QJsonObject rpcError(const Error &error)
{
    qint64 code = quint32(error.code);
    if (error.code == ErrorCode::UnknownVerb)
        code = methodNotFound;
    else if (error.code == ErrorCode::ProtocolViolation)
        code = invalidRequest;
    QJsonObject object{{QStringLiteral("code"), code}, {QStringLiteral("message"), errorName(error.code)}};
    if (!error.detail.isEmpty())
        object.insert(QStringLiteral("data"), QJsonObject{{QStringLiteral("detail"), error.detail}});
    return object;
}

Error errorFromRpc(const QJsonObject &object)
{
    const qint64 code = object.value(QStringLiteral("code")).toInteger(-1);
    QString detail =
        object.value(QStringLiteral("data")).toObject().value(QStringLiteral("detail")).toString();
    if (code == methodNotFound)
        return {ErrorCode::UnknownVerb, detail};
    if (code == invalidRequest)
        return {ErrorCode::ProtocolViolation, detail};
    if (code <= 0 || code > 0xFFFFFFFF)
        return {ErrorCode::ProtocolViolation,
                detail.isEmpty() ? object.value(QStringLiteral("message")).toString() : detail};
    return {ErrorCode(quint32(code)), detail};
}

QJsonObject objectOf(const Request &request)
{
    return std::visit(
        [&]<class T>(const T &body) {
            QJsonObject object = envelope();
            object.insert(QStringLiteral("id"), qint64(request.id));
            if constexpr (!std::is_same_v<T, UnreadableRequest>) {
                object.insert(QStringLiteral("method"), QLatin1String(json::nameOf<T>));
                object.insert(QStringLiteral("params"), json::Writer::json(body));
            }
            return object;
        },
        request.body);
}

QJsonObject objectOf(const Reply &reply)
{
    QJsonObject object = envelope();
    object.insert(QStringLiteral("id"), qint64(reply.id));
    if (reply.body)
        object.insert(QStringLiteral("result"), json::withMember({}, *reply.body));
    else
        object.insert(QStringLiteral("error"), rpcError(reply.body.error()));
    return object;
}

QJsonObject objectOf(const Event &event)
{
    const auto &change = std::get<InventoryEvent>(event);
    json::Writer params;
    params("revision", change.revision);
    params.optional("skipped", change.skipped);
    params("ending", change.ending);
    return notification(QStringLiteral("event"), json::withMember(params.object(), change.change));
}

QJsonObject objectOf(const Goodbye &goodbye)
{
    return notification(QStringLiteral("goodbye"), json::Writer::json(goodbye).toObject());
}

/// A request is done or it is not, and half a secret or address is none.
bool mayBeCut(const Message &message)
{
    const auto *reply = std::get_if<Reply>(&message);
    const bool isExact = reply && reply->body &&
                         (std::holds_alternative<InitiationGrant>(*reply->body) ||
                          std::holds_alternative<NewToken>(*reply->body));
    return !std::holds_alternative<Request>(message) && !isExact;
}

tl::unexpected<Error> violation(const QString &detail)
{
    return failure(ErrorCode::ProtocolViolation, detail);
}

} // namespace

Result<QByteArray> JsonCodec::encode(const Message &message, SnapshotCache *cache)
{
    const auto *reply = std::get_if<Reply>(&message);
    if (auto lines = reply ? linesOf(*reply, cache) : std::nullopt)
        return *std::move(lines);
    const auto line = [](const Message &whole) {
        return lineOf(std::visit([](const auto &m) { return objectOf(m); }, whole));
    };
    QByteArray text = line(message);
    if (text.size() > MaxLine && mayBeCut(message)) {
        Message cut = message;
        for (const qsizetype size : textSizes) {
            shorten(cut, size);
            text = line(cut);
            if (text.size() <= MaxLine)
                break;
        }
    }
    if (text.size() > MaxLine)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("a message of %1 bytes").arg(text.size()));
    return text;
}

Result<std::optional<Message>> JsonCodec::decode(QByteArrayView line)
{
    if (line.size() >= MaxLine)
        return violation(QStringLiteral("a line of more than %1 bytes").arg(MaxLine));
    QJsonParseError parseError;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(line.data(), line.size()), &parseError);
    if (!document.isObject()) {
        return violation(parseError.error == QJsonParseError::NoError
                             ? QStringLiteral("a line that is no object")
                             : QStringLiteral("a line that is no JSON: ") + parseError.errorString());
    }
    const QJsonObject object = document.object();
    if (object.value(QStringLiteral("jsonrpc")) != QJsonValue(QStringLiteral("2.0")))
        return violation(QStringLiteral("a line that is no JSON-RPC 2.0"));

    const QJsonValue method = object.value(QStringLiteral("method"));
    const QJsonValue idValue = object.value(QStringLiteral("id"));
    if (!method.isUndefined() && !method.isString())
        return violation(QStringLiteral("a method that is no string"));
    const bool isNotification = idValue.isUndefined() && method.isString();
    const bool isGoodbye = isNotification ? method.toString() == QLatin1String("goodbye") : idValue.isNull();
    if (m_takes == Takes::Requests && !isGoodbye && (isNotification || !method.isString()))
        return violation(QStringLiteral("only requests are taken here"));
    if (m_takes == Takes::Answers && !isNotification && method.isString())
        return violation(QStringLiteral("a request from the answering end"));
    if (isNotification)
        return decodeNotification(method.toString(), object, line.size());
    if (idValue.isNull() && object.contains(QStringLiteral("error")))
        return Message(Goodbye{errorFromRpc(object.value(QStringLiteral("error")).toObject())});

    quint64 id = 0;
    if (!json::Reader::read(idValue, id).isEmpty() || id == 0)
        return violation(QStringLiteral("an id that is no positive integer"));
    if (!method.isString())
        return decodeReply(id, object);

    Request request{id, {}};
    const QJsonValue given = object.value(QStringLiteral("params"));
    const QJsonValue params = given.isUndefined() ? QJsonValue(QJsonObject()) : given;
    const auto error = json::readAlternative(method.toString(), params, request.body);
    if (!error)
        request.body = UnreadableRequest{{ErrorCode::UnknownVerb, method.toString().left(64)}};
    else if (!error->isEmpty())
        request.body = UnreadableRequest{{ErrorCode::InvalidParameter, QStringLiteral("params") + *error},
                                         request.body.index()};
    return Message(request);
}

Result<std::optional<Message>> JsonCodec::decodeNotification(const QString &method, const QJsonObject &object,
                                                             qsizetype size)
{
    const QJsonObject params = object.value(QStringLiteral("params")).toObject();
    json::Reader reader(params);
    QString error;
    if (method == QLatin1String("event")) {
        InventoryEvent event;
        reader("revision", event.revision);
        reader.optional("skipped", event.skipped);
        reader("ending", event.ending);
        error = reader.error().isEmpty() ? json::readMember(params, event.change) : reader.error();
        if (error.isEmpty())
            return Message(Event(event));
    } else if (method == QLatin1String("goodbye")) {
        Goodbye goodbye;
        Goodbye::describe(reader, goodbye);
        error = reader.error();
        if (error.isEmpty())
            return Message(goodbye);
    } else if (method == QLatin1String("inventory.part") || method == QLatin1String("reply.part")) {
        quint64 id = 0;
        ReplyBody part;
        reader("id", id);
        error = reader.error();
        if (error.isEmpty())
            error = method == QLatin1String("inventory.part")
                        ? json::readMember(params, part)
                        : json::readMember(params.value(QStringLiteral("result")).toObject(), part);
        if (error.isEmpty()) {
            return m_parts.take(id, std::move(part), size).map([] { return std::optional<Message>(); });
        }
    }
    if (!error.isEmpty())
        return violation(method + QStringLiteral(": params") + error);
    return std::nullopt;
}

Message JsonCodec::decodeReply(quint64 id, const QJsonObject &object)
{
    const QJsonValue error = object.value(QStringLiteral("error"));
    if (error.isObject())
        return Reply{id, tl::unexpected(errorFromRpc(error.toObject()))};
    ReplyBody body;
    const QString wrong = json::readMember(object.value(QStringLiteral("result")).toObject(), body);
    if (!wrong.isEmpty())
        return Reply{id, violation(QStringLiteral("result") + wrong)};
    if (const auto fits = m_parts.complete(id, body); !fits)
        return Reply{id, tl::unexpected(fits.error())};
    return Reply{id, body};
}

} // namespace castdeck
