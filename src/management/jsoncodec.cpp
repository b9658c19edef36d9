// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"

#include "core/jsonarchive.h"
#include "core/textwalker.h"
#include "management/messagetexts.h"

#include <QJsonDocument>
#include <map>

namespace castdeck
{

namespace json
{

// What each alternative of a variant is called: method of a request, member of a result or an event.
template <class T>
constexpr const char *nameOf = nullptr; // never sent

template <class T>
requires requires
{
    T::info;
}
constexpr const char *nameOf<T> = T::info.name;

template <>
constexpr const char *nameOf<Welcome> = "welcome";
template <>
constexpr const char *nameOf<Done> = "done";
template <>
constexpr const char *nameOf<Inventory> = "inventory";
template <>
constexpr const char *nameOf<NamespaceReport> = "namespaceReport";
template <>
constexpr const char *nameOf<DisconnectReport> = "disconnectReport";
template <>
constexpr const char *nameOf<InitiationGrant> = "initiation";
template <>
constexpr const char *nameOf<NewToken> = "token";
template <>
constexpr const char *nameOf<QList<TokenInfo>> = "tokens";
template <>
constexpr const char *nameOf<SessionHistory> = "sessionHistory";
template <>
constexpr const char *nameOf<AuditHistory> = "audit";
template <>
constexpr const char *nameOf<QList<NamespaceInfo>> = "namespaces";
template <>
constexpr const char *nameOf<QList<RateLimit>> = "rateLimits";
template <>
constexpr const char *nameOf<Policies> = "policies";
template <>
constexpr const char *nameOf<PolicyReport> = "policyReport";
template <>
constexpr const char *nameOf<SetupInfo> = "setup";

template <>
constexpr const char *nameOf<ServerInfo> = "server";
template <>
constexpr const char *nameOf<NamespaceInfo> = "namespace";
template <>
constexpr const char *nameOf<ContentInfo> = "content";
template <>
constexpr const char *nameOf<SessionInfo> = "session";
template <>
constexpr const char *nameOf<ClientInfo> = "client";
template <>
constexpr const char *nameOf<NamespaceId> = "namespaceRemoved";
template <>
constexpr const char *nameOf<ContentId> = "contentRemoved";
template <>
constexpr const char *nameOf<SessionId> = "sessionRemoved";
template <>
constexpr const char *nameOf<ClientId> = "clientRemoved";
template <>
constexpr const char *nameOf<Notice> = "notice";

/// Reads the alternative that is called @p name into @p variant; nothing if there is none such, else what is
/// wrong with it, empty if all is well.
template <class Variant, size_t I = 0>
std::optional<QString> readAlternative(const QString &name, const QJsonValue &value, Variant &variant)
{
    if constexpr (I == std::variant_size_v<Variant>) {
        return std::nullopt;
    } else {
        using T = std::variant_alternative_t<I, Variant>;
        if constexpr (nameOf<T> != nullptr) {
            if (name == QLatin1String(nameOf<T>)) {
                T body{};
                QString error = Reader::read(value, body);
                variant = std::move(body);
                return error;
            }
        }
        return readAlternative<Variant, I + 1>(name, value, variant);
    }
}

/// Reads the one member of @p object whose name is an alternative's.
template <class Variant>
QString readMember(const QJsonObject &object, Variant &variant)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (const auto error = readAlternative(it.key(), it.value(), variant))
            return error->isEmpty() ? QString() : QLatin1Char('.') + it.key() + *error;
    }
    return QStringLiteral(" holds nothing known");
}

template <class Variant>
QJsonObject withMember(QJsonObject object, const Variant &variant)
{
    std::visit([&]<class T>(const T &value) { object.insert(QLatin1String(nameOf<T>), Writer::json(value)); },
               variant);
    return object;
}

} // namespace json

namespace
{

constexpr qint64 methodNotFound = -32601;
constexpr qint64 invalidRequest = -32600;
constexpr qsizetype partSize = JsonCodec::MaxLine / 2;

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
    return notification(QStringLiteral("event"), json::withMember(params.object(), change.change));
}

QJsonObject objectOf(const Goodbye &goodbye)
{
    return notification(QStringLiteral("goodbye"), json::Writer::json(goodbye).toObject());
}

/// Of a row and of a text that stands in one; a line holds many such rows.
constexpr qsizetype rowSize = JsonCodec::MaxLine / 8;
constexpr qsizetype textSizes[] = {4'096, 256, 32};

QByteArray compact(const QJsonValue &object)
{
    return QJsonDocument(object.toObject()).toJson(QJsonDocument::Compact);
}

template <class Row>
QByteArray rowText(const Row &row)
{
    QByteArray text = compact(json::Writer::json(row));
    if (text.size() <= rowSize)
        return text;
    Row cut = row;
    json::shorten(cut, textSizes[0]);
    return compact(json::Writer::json(cut));
}

/// Rows under the names of their lists, as many objects as it takes for each to fit a line.
class RowParts
{
public:
    /// @p head: members that every object has, each with a comma behind it.
    RowParts(QByteArray head, const QByteArrayList &lists) : m_head(std::move(head))
    {
        for (const QByteArray &list : lists)
            m_lists.emplace(list, QByteArray());
    }

    template <class Row>
    void add(const QByteArray &list, const QList<Row> &rows)
    {
        for (const Row &row : rows) {
            const QByteArray text = rowText(row);
            if (m_size > 0 && m_size + text.size() > partSize)
                close();
            QByteArray &all = m_lists[list];
            all += (all.isEmpty() ? "" : ",") + text;
            m_size += text.size() + 1;
        }
    }

    QByteArrayList finish()
    {
        close();
        return m_parts;
    }

private:
    void close()
    {
        QByteArrayList members;
        for (auto &[list, rows] : m_lists)
            members.append('"' + list + "\":[" + std::exchange(rows, {}) + ']');
        m_parts.append('{' + m_head + members.join(',') + '}');
        m_size = 0;
    }

    QByteArray m_head;
    std::map<QByteArray, QByteArray> m_lists;
    QByteArrayList m_parts;
    qsizetype m_size = 0;
};

QByteArrayList partsOf(const Inventory &whole)
{
    RowParts parts("\"revision\":" + QByteArray::number(std::min(whole.revision, json::MaxInteger)) +
                       ",\"server\":" + compact(json::Writer::json(whole.server)) + ',',
                   {"namespaces", "contents", "sessions", "clients"});
    parts.add("namespaces", whole.namespaces);
    parts.add("contents", whole.contents);
    parts.add("sessions", whole.sessions);
    parts.add("clients", whole.clients);
    return parts.finish();
}

template <class Row>
QByteArrayList partsOf(const QList<Row> &rows)
{
    const QByteArray list = json::nameOf<QList<Row>>;
    RowParts parts({}, {list});
    parts.add(list, rows);
    return parts.finish();
}

/// @p parts as the lines of a reply; @p inside is the member of the result that they are, if they are not the
/// result itself.
QByteArray linesOf(quint64 id, const QByteArrayList &parts, const QByteArray &method,
                   const QByteArray &member, const QByteArray &inside)
{
    const QByteArray number = QByteArray::number(id);
    const QByteArray open = inside.isEmpty() ? QByteArray() : "{\"" + inside + "\":";
    const QByteArray end = inside.isEmpty() ? "" : "}";
    QByteArray lines;
    for (qsizetype i = 0; i + 1 < parts.size(); ++i)
        lines += "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{\"id\":" + number + ",\"" +
                 member + "\":" + parts[i] + "}}\n";
    return lines + "{\"id\":" + number + ",\"jsonrpc\":\"2.0\",\"result\":" + open + parts.last() + end +
           "}\n";
}

template <class T>
constexpr bool isList = false;
template <class Row>
constexpr bool isList<QList<Row>> = true;

/// The lines of a reply whose rows may be many; nothing for another one.
std::optional<QByteArray> linesOf(const Reply &reply, SnapshotCache *cache)
{
    if (!reply.body)
        return std::nullopt;
    return std::visit(
        [&]<class T>(const T &body) -> std::optional<QByteArray> {
            if constexpr (std::is_same_v<T, Inventory>)
                return linesOf(reply.id, cache ? cache->partsOf(body) : partsOf(body), "inventory.part",
                               "inventory", "inventory");
            else if constexpr (isList<T>)
                return linesOf(reply.id, partsOf(body), "reply.part", "result", {});
            else
                return std::nullopt;
        },
        *reply.body);
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

/// Puts the rows of @p first before those of @p last.
template <class Row>
void join(QList<Row> &first, QList<Row> &last)
{
    first += std::as_const(last);
    last = std::move(first);
}

void join(Inventory &first, Inventory &last)
{
    join(first.namespaces, last.namespaces);
    join(first.contents, last.contents);
    join(first.sessions, last.sessions);
    join(first.clients, last.clients);
}

/// False if they are of different kinds, or of one that has no rows.
bool join(ReplyBody first, ReplyBody &last)
{
    return std::visit(
        [&]<class T>(T &rows) {
            if constexpr (std::is_same_v<T, Inventory> || isList<T>) {
                if (T *const before = std::get_if<T>(&first)) {
                    join(*before, rows);
                    return true;
                }
            }
            return false;
        },
        last);
}

tl::unexpected<Error> violation(const QString &detail)
{
    return failure(ErrorCode::ProtocolViolation, detail);
}

} // namespace

QString JsonCodec::method(const RequestBody &body)
{
    return std::visit([]<class T>(const T &) { return QString::fromLatin1(json::nameOf<T>); }, body);
}

const QByteArrayList &SnapshotCache::partsOf(const Inventory &whole)
{
    const auto isSame = [&](const auto &list) {
        return (m_whole.*list).constData() == (whole.*list).constData() &&
               (m_whole.*list).size() == (whole.*list).size();
    };
    const bool isKnown = !m_parts.isEmpty() && m_whole.revision == whole.revision &&
                         m_whole.server == whole.server && isSame(&Inventory::namespaces) &&
                         isSame(&Inventory::contents) && isSame(&Inventory::sessions) &&
                         isSame(&Inventory::clients);
    if (!isKnown) {
        m_whole = whole;
        m_parts = castdeck::partsOf(whole);
    }
    return m_parts;
}

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
            m_partsSize = id == m_partsOf ? m_partsSize + size : size;
            if (m_partsSize > MaxSnapshot)
                return violation(QStringLiteral("an answer of more than %1 bytes").arg(MaxSnapshot));
            if (!takePart(id, std::move(part)))
                return violation(QStringLiteral("parts that do not belong together"));
            return std::nullopt;
        }
    }
    if (!error.isEmpty())
        return violation(method + QStringLiteral(": params") + error);
    return std::nullopt;
}

bool JsonCodec::takePart(quint64 id, ReplyBody part)
{
    if (id == m_partsOf && !join(std::exchange(m_parts, {}), part))
        return false;
    m_partsOf = id;
    m_parts = std::move(part);
    return true;
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
    if (id == m_partsOf) {
        m_partsOf = 0;
        m_partsSize = 0;
        // The rows are in the order of their ids, so those of the parts come first.
        if (!join(std::exchange(m_parts, {}), body))
            return Reply{id, violation(QStringLiteral("parts that do not belong together"))};
    }
    return Reply{id, body};
}

} // namespace castdeck
