// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

namespace castdeck
{

/// Whether a namespace of that type waits for its start.
inline bool isScheduled(NamespaceType type)
{
    return type == NamespaceType::ScheduledCastManualStart || type == NamespaceType::ScheduledCastAutoStart;
}

/// Clone (management-api §3): an unregistered copy, free to be changed and registered; it has the properties
/// that an administrator sets and none of those that the server does.
NamespaceInfo unregisteredCopy(const NamespaceInfo &row);

/// What Register refuses before it looks at the server's other namespaces and at the provider; the same where
/// it is typed and on the server. InvalidNamespaceName; InvalidNamespaceData: a text beyond its bound,
/// unknown type, start criteria for a type that has none, or a fallback URL that is none;
/// InvalidNamespaceStartParameters: automatic start without any criterion; StartTimeInPast.
Result<void> checkNamespace(const NamespaceInfo &what, const QDateTime &now);

/// Which rows RetrieveNamespaces gives; an empty text is no condition.
struct NamespaceFilter {
    QString contentProvider;
    QString name;
    bool includeTombstones = false;

    bool matches(const NamespaceInfo &row) const;
    static void describe(auto &a, auto &v)
    {
        a.optional("contentProvider", v.contentProvider);
        a.optional("name", v.name);
        a.optional("includeTombstones", v.includeTombstones);
    }
    friend bool operator==(const NamespaceFilter &, const NamespaceFilter &) = default;
};

} // namespace castdeck
