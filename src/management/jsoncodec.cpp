// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"

#include "management/jsonarchive.h"
#include "management/jsonhistory.h"
#include "management/jsonpolicies.h"

#include <QJsonDocument>

namespace castdeck
{

namespace json
{

template <class A>
void fields(A &a, typename A::template Ref<Error> v)
{
    quint32 code = quint32(v.code);
    a("code", code);
    a.optional("detail", v.detail);
    if constexpr (std::is_same_v<A, Reader>)
        v.code = ErrorCode(code);
}

template <class A>
void fields(A &a, typename A::template Ref<ServerInfo> v)
{
    a("name", v.name);
    a("version", v.version);
    if constexpr (std::is_same_v<A, Reader>) { // true if it is not said
        a.optional("serviceRunning", v.serviceRunning);
        a.optional("serviceEnabled", v.serviceEnabled);
    } else {
        a("serviceRunning", v.serviceRunning);
        a("serviceEnabled", v.serviceEnabled);
    }
    a.optional("serviceDraining", v.serviceDraining);
}

template <class A>
void fields(A &a, typename A::template Ref<NamespaceInfo> v)
{
    a("id", v.id);
    a("type", v.type);
    a("name", v.name);
    a.optional("friendlyName", v.friendlyName);
    a.optional("description", v.description);
    a("contentProvider", v.contentProvider);
    a("configuration", v.configuration);
    a("tombstoned", v.tombstoned);
    a("allowUnauthenticated", v.allowUnauthenticated);
    a.optional("fallbackUrl", v.fallbackUrl);
    a.optional("minimumClients", v.minimumClients);
    a.optional("startTime", v.startTime);
    a.optional("tombstoneTime", v.tombstoneTime);
    a.optional("transmissionStarted", v.transmissionStarted);
    a.optional("startMissed", v.startMissed);
    a.optional("waitingClients", v.waitingClients);
    a("error", v.error);
}

template <class A>
void fields(A &a, typename A::template Ref<ContentInfo> v)
{
    a("id", v.id);
    a("namespaceId", v.namespaceId);
    a("name", v.name);
    a("size", v.size);
    a.optional("digestState", v.digestState);
    a.optional("digest", v.digest);
}

template <class A>
void fields(A &a, typename A::template Ref<SessionInfo> v)
{
    a("id", v.id);
    a("contentId", v.contentId);
    a("state", v.state);
    a("networkInterfaceName", v.interfaceName);
    a("networkInterfaceAddress", v.interfaceMac);
    a("serverAddress", v.serverAddress);
    a("groupAddress", v.groupAddress);
    a("port", v.port);
    a.optional("tier", v.tier);
    a.optional("rateLimit", v.rateLimit);
    a("transferRate", v.transferRate);
    a("percentCompletion", v.percentCompletion);
    a("masterClientId", v.masterClientId);
    a("rejectedPackets", v.rejectedPackets);
    a("error", v.error);
}

template <class A>
void fields(A &a, typename A::template Ref<ClientInfo> v)
{
    a("id", v.id);
    a("sessionId", v.sessionId);
    a("state", v.state);
    a("name", v.name);
    a("macAddress", v.macAddress);
    a("ipAddress", v.ipAddress);
    a("percentCompletion", v.percentCompletion);
    a("joinedAt", v.joinedAt);
    a("cpuUtilization", v.cpuUtilization);
    a("memoryUtilization", v.memoryUtilization);
    a("networkUtilization", v.networkUtilization);
    a("lossRate", v.lossRate);
    a("roundTrip", v.roundTrip);
    a.optional("userIdentity", v.userIdentity);
}

template <class A>
void fields(A &a, typename A::template Ref<Notice> v)
{
    a("kind", v.kind);
    a("time", v.time);
    a.optional("subject", v.subject);
    a("sessionId", v.sessionId);
    a("clientId", v.clientId);
    a.optional("by", v.by);
    a.optional("reason", v.reason);
    a("count", v.count);
    a.optional("names", v.names);
    a("error", v.error);
}

template <class A>
void fields(A &a, typename A::template Ref<Inventory> v)
{
    a("revision", v.revision);
    a("server", v.server);
    a("namespaces", v.namespaces);
    a("contents", v.contents);
    a("sessions", v.sessions);
    a("clients", v.clients);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectOrder> v)
{
    a("type", v.type);
    a.optional("reason", v.reason);
    a.optional("by", v.by);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectReport> v)
{
    a("revision", v.revision);
    a("disconnected", v.disconnected);
    a("unanswered", v.unanswered);
    a("unansweredNames", v.unansweredNames);
}

template <class A>
void fields(A &a, typename A::template Ref<NamespaceReport> v)
{
    a("revision", v.revision);
    a("id", v.id);
}

// Keys of session-initiation §3.6. Who asks from where is not the asker's to say, so it is not sent.
template <class A>
void fields(A &a, typename A::template Ref<InitiationAsk> v)
{
    a("namespace", v.namespaceName);
    a("content", v.content);
    a("client", v.client);
    a.optional("capabilities", v.capabilities);
}

template <class A>
void fields(A &a, typename A::template Ref<InitiationGrant> v)
{
    a("multicastAddress", v.multicastAddress);
    a("multicastPort", v.multicastPort);
    a("unicastAddress", v.unicastAddress);
    a("unicastPort", v.unicastPort);
    a("sessionId", v.sessionId);
    a("contentSize", v.contentSize);
    a("blockSize", v.blockSize);
    a("totalBlocks", v.totalBlocks);
    a.optional("contentMetadata", v.contentMetadata);
    a.optional("symKey", v.symKey);
    a.optional("signKey", v.signKey);
    a.optional("hashAlgId", v.hashAlgId);
    a.optional("hmacAlgId", v.hmacAlgId);
    a.optional("secMode", v.secMode);
    a.optional("userSid", v.userSid);
    a.optional("contentDigest", v.contentDigest);
    a.optional("fallbackUrl", v.fallbackUrl);
    a.optional("fallbackPort", v.fallbackPort);
    a.optional("fallbackTicket", v.fallbackTicket);
}

template <class A>
void fields(A &a, typename A::template Ref<TokenInfo> v)
{
    a("id", v.id);
    a("name", v.name);
    a("role", v.role);
    a("createdAt", v.createdAt);
    a("expiresAt", v.expiresAt);
}

template <class A>
void fields(A &a, typename A::template Ref<NewToken> v)
{
    a("info", v.info);
    a("secret", v.secret);
}

template <class A>
void fields(A &a, typename A::template Ref<HelloRequest> v)
{
    a("protocol", v.protocol);
    a.optional("token", v.token);
}

template <class A>
void fields(A &a, typename A::template Ref<HelloReply> v)
{
    a("protocol", v.protocol);
    a("server", v.server);
    a("role", v.role);
    a("identity", v.identity);
}

template <class A>
void fields(A &a, typename A::template Ref<RegisterNamespaceRequest> v)
{
    a("namespace", v.what);
}

template <class A>
void fields(A &a, typename A::template Ref<DeregisterNamespaceRequest> v)
{
    a("id", v.id);
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<ReplaceNamespaceRequest> v)
{
    a("id", v.old);
    a("namespace", v.what);
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<StartTransmissionRequest> v)
{
    a("id", v.id);
}

template <class A>
void fields(A &a, typename A::template Ref<SetMinimumClientsRequest> v)
{
    a("id", v.id);
    a("minimumClients", v.minimumClients);
}

template <class A>
void fields(A &a, typename A::template Ref<RearmNamespaceRequest> v)
{
    a("id", v.id);
    a("startTime", v.startTime);
}

template <class A>
void fields(A &a, typename A::template Ref<RetrieveNamespacesRequest> v)
{
    a.optional("contentProvider", v.filter.contentProvider);
    a.optional("name", v.filter.name);
    a.optional("includeTombstones", v.filter.includeTombstones);
}

template <class A>
void fields(A &a, typename A::template Ref<RateLimit> v)
{
    a("scope", v.scope);
    a.optional("id", v.id);
    a("bytesPerSecond", v.bytesPerSecond);
}

template <class A>
void fields(A &, typename A::template Ref<RateLimitsRequest>)
{
}

template <class A>
void fields(A &a, typename A::template Ref<SetRateLimitRequest> v)
{
    fields(a, v.limit);
}

template <class A>
void fields(A &a, typename A::template Ref<TerminateContentRequest> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<TerminateSessionRequest> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectClientRequest> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<InitiateRequest> v)
{
    fields(a, v.ask);
}

template <class A>
void fields(A &a, typename A::template Ref<CreateTokenRequest> v)
{
    a("name", v.name);
    a("role", v.role);
    a("expiresAt", v.expiresAt);
}

template <class A>
void fields(A &a, typename A::template Ref<RevokeTokenRequest> v)
{
    a("id", v.id);
}

template <class A>
void fields(A &, typename A::template Ref<PingRequest>)
{
}

template <class A>
void fields(A &, typename A::template Ref<InventoryRequest>)
{
}

template <class A>
void fields(A &, typename A::template Ref<SubscribeRequest>)
{
}

template <class A>
void fields(A &, typename A::template Ref<ListTokensRequest>)
{
}

template <class A>
void fields(A &, typename A::template Ref<Done>)
{
}

// What each alternative of a variant is called: method of a request, member of a result or an event.
template <class T>
constexpr const char *nameOf = nullptr; // never sent

template <>
constexpr const char *nameOf<HelloRequest> = "hello";
template <>
constexpr const char *nameOf<PingRequest> = "ping";
template <>
constexpr const char *nameOf<InventoryRequest> = "inventory";
template <>
constexpr const char *nameOf<SubscribeRequest> = "subscribe";
template <>
constexpr const char *nameOf<RegisterNamespaceRequest> = "namespace.register";
template <>
constexpr const char *nameOf<DeregisterNamespaceRequest> = "namespace.deregister";
template <>
constexpr const char *nameOf<ReplaceNamespaceRequest> = "namespace.replace";
template <>
constexpr const char *nameOf<StartTransmissionRequest> = "namespace.startTransmission";
template <>
constexpr const char *nameOf<SetMinimumClientsRequest> = "namespace.setMinimumClients";
template <>
constexpr const char *nameOf<RearmNamespaceRequest> = "namespace.rearm";
template <>
constexpr const char *nameOf<RetrieveNamespacesRequest> = "namespace.retrieve";
template <>
constexpr const char *nameOf<PoliciesRequest> = "policy.get";
template <>
constexpr const char *nameOf<CommitPolicyRequest> = "policy.commit";
template <>
constexpr const char *nameOf<StartServiceRequest> = "service.start";
template <>
constexpr const char *nameOf<StopServiceRequest> = "service.stop";
template <>
constexpr const char *nameOf<RestartServiceRequest> = "service.restart";
template <>
constexpr const char *nameOf<SetServiceEnabledRequest> = "service.setEnabled";
template <>
constexpr const char *nameOf<ReadSettingsRequest> = "service.readSettings";
template <>
constexpr const char *nameOf<SetupRequest> = "setup.get";
template <>
constexpr const char *nameOf<RateLimitsRequest> = "rate.get";
template <>
constexpr const char *nameOf<SetRateLimitRequest> = "rate.set";
template <>
constexpr const char *nameOf<TerminateContentRequest> = "content.terminate";
template <>
constexpr const char *nameOf<TerminateSessionRequest> = "session.terminate";
template <>
constexpr const char *nameOf<DisconnectClientRequest> = "client.disconnect";
template <>
constexpr const char *nameOf<InitiateRequest> = "session.initiate";
template <>
constexpr const char *nameOf<CreateTokenRequest> = "token.create";
template <>
constexpr const char *nameOf<ListTokensRequest> = "token.list";
template <>
constexpr const char *nameOf<RevokeTokenRequest> = "token.revoke";
template <>
constexpr const char *nameOf<SessionHistoryRequest> = "session.history";
template <>
constexpr const char *nameOf<AuditHistoryRequest> = "audit.list";

template <>
constexpr const char *nameOf<HelloReply> = "welcome";
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

template <class A>
void fields(A &a, typename A::template Ref<Goodbye> v)
{
    a("reason", v.reason);
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
    return notification(
        QStringLiteral("event"),
        json::withMember({{QStringLiteral("revision"), qint64(change.revision)}}, change.change));
}

QJsonObject objectOf(const Goodbye &goodbye)
{
    return notification(QStringLiteral("goodbye"), json::Writer::json(goodbye).toObject());
}

/// Moves rows from one snapshot to the next until a part is full, sending each full part.
class SnapshotSplitter
{
public:
    SnapshotSplitter(quint64 id, const Inventory &whole) : m_id(id), m_whole(whole) { begin(); }

    QByteArray split()
    {
        take(&Inventory::namespaces);
        take(&Inventory::contents);
        take(&Inventory::sessions);
        take(&Inventory::clients);
        return m_lines + lineOf(objectOf(Reply{m_id, m_part}));
    }

private:
    void begin()
    {
        m_part = {m_whole.revision, m_whole.server, {}, {}, {}, {}};
        m_size = 0;
    }

    template <class Row>
    void take(QList<Row> Inventory::*rows)
    {
        for (const Row &row : m_whole.*rows) {
            m_size += QJsonDocument(json::Writer::json(row).toObject()).toJson(QJsonDocument::Compact).size();
            (m_part.*rows).append(row);
            if (m_size > partSize) {
                m_lines += lineOf(notification(QStringLiteral("inventory.part"),
                                               {{QStringLiteral("id"), qint64(m_id)},
                                                {QStringLiteral("inventory"), json::Writer::json(m_part)}}));
                begin();
            }
        }
    }

    quint64 m_id;
    const Inventory &m_whole;
    Inventory m_part;
    qsizetype m_size = 0;
    QByteArray m_lines;
};

tl::unexpected<Error> violation(const QString &detail)
{
    return failure(ErrorCode::ProtocolViolation, detail);
}

qsizetype longestLine(QByteArrayView lines)
{
    qsizetype longest = 0;
    while (!lines.isEmpty()) {
        const qsizetype length = lines.indexOf('\n') + 1;
        longest = std::max(longest, length);
        lines = lines.sliced(length);
    }
    return longest;
}

} // namespace

QString JsonCodec::method(const RequestBody &body)
{
    return std::visit([]<class T>(const T &) { return QString::fromLatin1(json::nameOf<T>); }, body);
}

Result<QByteArray> JsonCodec::encode(const Message &message)
{
    QByteArray lines = lineOf(std::visit([](const auto &m) { return objectOf(m); }, message));
    if (lines.size() <= MaxLine)
        return lines;
    const auto *reply = std::get_if<Reply>(&message);
    const auto *snapshot = reply && reply->body ? std::get_if<Inventory>(&*reply->body) : nullptr;
    if (snapshot)
        lines = SnapshotSplitter(reply->id, *snapshot).split();
    if (!snapshot || longestLine(lines) > MaxLine)
        return failure(ErrorCode::InvalidParameter,
                       QStringLiteral("a message of %1 bytes").arg(lines.size()));
    return lines;
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
    if (idValue.isUndefined() && method.isString())
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
        request.body = UnreadableRequest{{ErrorCode::InvalidParameter, QStringLiteral("params") + *error}};
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
        error = reader.error().isEmpty() ? json::readMember(params, event.change) : reader.error();
        if (error.isEmpty())
            return Message(Event(event));
    } else if (method == QLatin1String("goodbye")) {
        Goodbye goodbye;
        json::fields(reader, goodbye);
        error = reader.error();
        if (error.isEmpty())
            return Message(goodbye);
    } else if (method == QLatin1String("inventory.part")) {
        quint64 id = 0;
        Inventory part;
        reader("id", id);
        reader("inventory", part);
        error = reader.error();
        if (error.isEmpty()) {
            if (id != m_partsOf) {
                m_partsOf = id;
                m_parts = {};
                m_partsSize = 0;
            }
            m_partsSize += size;
            if (m_partsSize > MaxSnapshot)
                return violation(QStringLiteral("a snapshot of more than %1 bytes").arg(MaxSnapshot));
            m_parts.namespaces += part.namespaces;
            m_parts.contents += part.contents;
            m_parts.sessions += part.sessions;
            m_parts.clients += part.clients;
            return std::nullopt;
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
    if (auto *inventory = std::get_if<Inventory>(&body); inventory && id == m_partsOf) {
        // The rows are in the order of their ids, so those of the parts come first.
        inventory->namespaces = m_parts.namespaces + inventory->namespaces;
        inventory->contents = m_parts.contents + inventory->contents;
        inventory->sessions = m_parts.sessions + inventory->sessions;
        inventory->clients = m_parts.clients + inventory->clients;
        m_partsOf = 0;
        m_parts = {};
        m_partsSize = 0;
    }
    return Reply{id, body};
}

} // namespace castdeck
