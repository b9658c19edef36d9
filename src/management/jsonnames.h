// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonarchive.h"
#include "management/message.h"

namespace castdeck::json
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
constexpr const char *nameOf<Offering> = "offering";
template <>
constexpr const char *nameOf<BlockMap> = "blockMap";
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
template <>
constexpr const char *nameOf<ClientMeasures> = "clientMeasures";

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

/// A reply that is rows and nothing else.
template <class T>
constexpr bool isList = false;
template <class Row>
constexpr bool isList<QList<Row>> = true;

} // namespace castdeck::json
