// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/auditentry.h"

#include "core/bounds.h"
#include "core/textlength.h"

namespace castdeck
{

namespace
{

/// The number is gone soon, and tells nobody anything then.
QString named(quint32 number, const QString &name)
{
    return name.isEmpty() ? QString::number(number) : QStringLiteral("%1 (%2)").arg(number).arg(name);
}

QString limited(const RateLimit &limit, const AuditLog &log)
{
    if (limit.scope == RateScope::Server)
        return toText(limit.scope);
    const InventoryId id = limit.scope == RateScope::Session ? InventoryId(SessionId(limit.id))
                                                             : InventoryId(NamespaceId(limit.id));
    return toText(limit.scope) + QLatin1Char(' ') + named(limit.id, log.nameOf(id));
}

/// The thing the verb is done to, under its noun: the part of the method before the dot.
template <class T>
QString thingOf(const T &request, const AuditLog &log)
{
    if constexpr (requires { request.what.name; })
        return request.what.name;
    else if constexpr (requires { request.name; })
        return request.name;
    else if constexpr (requires { InventoryId(request.id); })
        return named(request.id.value(), log.nameOf(request.id));
    else if constexpr (requires { request.id; })
        return request.id;
    else if constexpr (requires { request.limit; })
        return limited(request.limit, log);
    else if constexpr (requires { request.policy; })
        return policyName(request.policy);
    else if constexpr (requires { request.enabled; })
        return request.enabled ? QStringLiteral("enabled") : QStringLiteral("disabled");
    else
        return {};
}

/// Which of the two ways to end something was ordered, or how clients were sent away.
template <class T>
QString mannerOf(const T &request)
{
    if constexpr (requires { request.terminate; })
        return request.terminate ? QStringLiteral("terminate") : QStringLiteral("drain");
    else if constexpr (requires { request.order.type; })
        return toText(request.order.type);
    else if constexpr (requires { request.role; })
        return toText(request.role);
    else if constexpr (requires { request.limit; })
        return request.limit.bytesPerSecond ? QStringLiteral("%1 B/s").arg(request.limit.bytesPerSecond)
                                            : QStringLiteral("no limit");
    else
        return {};
}

template <class T>
QString reasonOf(const T &request)
{
    if constexpr (requires { request.order.reason; })
        return request.order.reason;
    else
        return {};
}

} // namespace

std::optional<AuditEntry> AuditEntry::of(const RequestBody &request, const Identity &who, AuditLog *log,
                                         SourceQuota *failures)
{
    const auto verb = verbOf(request);
    if (!log || !verb || verb->audited == Audited::No || std::holds_alternative<UnreadableRequest>(request))
        return std::nullopt;
    AuditRecord record;
    record.who = who.name;
    record.role = toText(who.role);
    record.address = who.address;
    record.verb = QLatin1String(verb->name);
    const QString thing = std::visit([log](const auto &body) { return thingOf(body, *log); }, request);
    if (!thing.isEmpty())
        record.subject = record.verb.section(QLatin1Char('.'), 0, 0) + QLatin1Char(' ') + thing;
    const QString manner = std::visit([](const auto &body) { return mannerOf(body); }, request);
    if (!manner.isEmpty())
        record.subject += (record.subject.isEmpty() ? QString() : QStringLiteral(", ")) + manner;
    record.reason = std::visit([](const auto &body) { return reasonOf(body); }, request);
    // What is refused for its length is written down too.
    record.subject = cutToJsonLength(record.subject, bounds::OtherText);
    record.reason = cutToJsonLength(record.reason, bounds::textBytes("reason"));
    return AuditEntry(std::move(record), log, failures);
}

void AuditEntry::write(const std::optional<Error> &error) const
{
    AuditRecord record = m_record;
    record.error = error;
    if (error && m_failures) {
        const auto leftOut = m_failures->take(record.who + QLatin1Char(' ') + record.address, monotonicNow());
        if (!leftOut)
            return;
        record.error->detail += leftOutText(*leftOut);
    }
    m_log->append(record);
}

} // namespace castdeck
