// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/policykeeper.h"

#include "engine/common/logcategories.h"
#include "engine/store/store.h"

#include <array>

namespace castdeck
{

namespace
{

QString section(const Policy &policy)
{
    return QStringLiteral("policy.") % policyName(policy);
}

std::array<Policy, std::variant_size_v<Policy>> kinds()
{
    return {ServicePolicy{}, MulticastSessionPolicy{}, DiagnosticsPolicy{}};
}

quint64 versionOf(const Policy &policy)
{
    return std::visit([](const auto &p) { return p.version; }, policy);
}

void put(Policies &to, const ServicePolicy &policy)
{
    to.service = policy;
}

void put(Policies &to, const MulticastSessionPolicy &policy)
{
    to.multicastSession = policy;
}

void put(Policies &to, const DiagnosticsPolicy &policy)
{
    to.diagnostics = policy;
}

void put(Policies &to, const Policy &policy)
{
    std::visit([&](const auto &p) { put(to, p); }, policy);
}

} // namespace

Policy currentOf(const Policies &policies, const Policy &kind)
{
    const Policy all[] = {policies.service, policies.multicastSession, policies.diagnostics};
    return all[kind.index()];
}

Result<PolicyKeeper::Stored> PolicyKeeper::readFrom(const Store &store)
{
    Stored stored;
    for (const Policy &kind : kinds()) {
        const auto text = store.settings(section(kind));
        if (!text)
            return tl::unexpected(text.error());
        stored.append(*text);
    }
    return stored;
}

Result<void> PolicyKeeper::saveIn(Store &store, const Policy &policy)
{
    return store.saveSettings(section(policy), textOf(policy));
}

void PolicyKeeper::restore(const Stored &stored)
{
    for (const Policy &kind : kinds()) {
        const Policy read = policyFrom(stored.value(qsizetype(kind.index())), currentOf(m_current, kind));
        if (const auto usable = check(read); usable)
            put(m_current, read);
        else
            qCWarning(engineLog) << "left out the stored policy" << policyName(kind) << ":"
                                 << errorName(usable.error().code) << usable.error().detail;
    }
}

Result<Policy> PolicyKeeper::next(Policy policy) const
{
    if (const auto usable = check(policy); !usable)
        return tl::unexpected(usable.error());
    const Policy now = currentOf(m_current, policy);
    if (versionOf(policy) != versionOf(now))
        return failure(ErrorCode::PolicyConflict, QStringLiteral("%1 is version %2, not %3")
                                                      .arg(policyName(policy))
                                                      .arg(versionOf(now))
                                                      .arg(versionOf(policy)));
    std::visit([](auto &p) { ++p.version; }, policy);
    return policy;
}

QStringList PolicyKeeper::take(const Policy &policy)
{
    const Policy before = currentOf(m_current, policy);
    put(m_current, policy);
    return differences(before, policy);
}

} // namespace castdeck
