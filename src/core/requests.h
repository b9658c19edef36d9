// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

namespace castdeck
{

/// What an administrator says when sending clients away. `by` is filled in by the end that knows who asks
/// (the management endpoint), whatever the asker wrote there.
struct DisconnectOrder {
    DisconnectType type = DisconnectType::Abort;
    QString reason; ///< in the administrator's words; the receiver prints it, the log keeps it; may be empty
    QString by;

    static void describe(auto &a, auto &v)
    {
        a("type", v.type);
        a.optional("reason", v.reason);
        a.optional("by", v.by);
    }
    friend bool operator==(const DisconnectOrder &, const DisconnectOrder &) = default;
};

/// What became of a Terminate or Disconnect. The server's state holds it from `revision` on.
struct DisconnectReport {
    quint64 revision = 0;
    quint32 disconnected = 0; ///< clients that confirmed with LEAVE
    quint32 unanswered = 0;   ///< clients that never answered within the grace time
    QStringList unansweredNames;

    static void describe(auto &a, auto &v)
    {
        a("revision", v.revision);
        a("disconnected", v.disconnected);
        a("unanswered", v.unanswered);
        a("unansweredNames", v.unansweredNames);
    }
    friend bool operator==(const DisconnectReport &, const DisconnectReport &) = default;
};

/// What became of a commit.
struct PolicyReport {
    quint64 version = 0;      ///< of the policy from now on: a later commit is based on it
    QStringList live;         ///< properties that changed and hold already
    QStringList needsRestart; ///< properties that some running session keeps in their old value until it ends
    quint32 clientsCut = 0;   ///< who would be disconnected by a restart of the service now

    static void describe(auto &a, auto &v)
    {
        a("version", v.version);
        a("live", v.live);
        a("needsRestart", v.needsRestart);
        a("clientsCut", v.clientsCut);
    }
    friend bool operator==(const PolicyReport &, const PolicyReport &) = default;
};

/// What a verb on a namespace did.
struct NamespaceReport {
    quint64 revision = 0;
    NamespaceId id;

    static void describe(auto &a, auto &v)
    {
        a("revision", v.revision);
        a("id", v.id);
    }
    friend bool operator==(const NamespaceReport &, const NamespaceReport &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::DisconnectReport)
Q_DECLARE_METATYPE(castdeck::NamespaceReport)
