// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policykeeper.h"

#include "engine/logcategories.h"
#include "engine/policytext.h"
#include "engine/store.h"

namespace castdeck
{

namespace
{

QString section(const Policy &policy)
{
    return QStringLiteral("policy.") % policyName(policy);
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

Result<void> PolicyKeeper::restore(Store *store)
{
    Policies read = m_current;
    for (const Policy &kind :
         {Policy(ServicePolicy{}), Policy(MulticastSessionPolicy{}), Policy(DiagnosticsPolicy{})}) {
        const auto text = store->settings(section(kind));
        if (!text)
            return tl::unexpected(text.error());
        const Policy stored = policyFrom(*text, currentOf(m_current, kind));
        if (const auto usable = check(stored); usable)
            put(read, stored);
        else
            qCWarning(engineLog) << "left out the stored policy" << policyName(kind) << ":"
                                 << errorName(usable.error().code) << usable.error().detail;
    }
    m_current = read;
    m_store = store;
    return {};
}

Result<QStringList> PolicyKeeper::commit(Policy policy)
{
    if (const auto usable = check(policy); !usable)
        return tl::unexpected(usable.error());
    const Policy before = currentOf(m_current, policy);
    if (versionOf(policy) != versionOf(before))
        return failure(ErrorCode::PolicyConflict, QStringLiteral("%1 is version %2, not %3")
                                                      .arg(policyName(policy))
                                                      .arg(versionOf(before))
                                                      .arg(versionOf(policy)));
    std::visit([](auto &p) { ++p.version; }, policy);
    if (m_store) {
        if (const auto saved = m_store->saveSettings(section(policy), textOf(policy)); !saved)
            return tl::unexpected(saved.error());
    }
    put(m_current, policy);
    return differences(before, policy);
}

} // namespace castdeck
