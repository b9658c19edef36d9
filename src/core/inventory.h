// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clientmeasures.h"
#include "core/rowending.h"
#include "core/values.h"
#include "core/words.h"

#include <QList>
#include <variant>

namespace castdeck
{

/// Something an administrator wants to know of that leaves no row behind: a client vanished, a session ended.
struct Notice {
    enum class Kind : quint8 {
        SessionStarted,
        SessionEnded,      ///< nobody needs anything any more
        SessionTerminated, ///< by an administrator; count = clients disconnected, names = clients that never
                           ///< answered
        SessionFailed,     ///< error says why
        ClientJoined,
        ClientCompleted,
        ClientLeft,         ///< cancelled at the client
        ClientDisconnected, ///< by an administrator or a policy
        ClientVanished,     ///< not heard for the time limit
        ClientDemoted,      ///< too slow: goes on in a slower session of the same content
        ClientSlow,         ///< the others wait for it, and it goes on; reason says why it is slow
        ClientStuck,        ///< held its session up and is not waited for any more; reason says how
        CannotSend,         ///< the system refuses to send a session's packets; reason says why
        GroupTakenByServer, ///< another server of this kind, `by`, sends to the session's group
        GroupTakenByOthers, ///< something else does
        NamespaceRegistered,
        NamespaceDeregistered,
        TransmissionStarted, ///< of a scheduled cast; count = clients that waited
        StartMissed,         ///< a start time passed with nobody there, or while the server was down
        PolicyChanged,       ///< subject: policyName()
        ServiceStarted,
        ServiceStopped,
    };
    Kind kind = Kind::SessionStarted;
    QDateTime time;
    QString subject; ///< name of the client, content or namespace it is about
    SessionId sessionId;
    ClientId clientId;
    QString by;     ///< the administrator, policy or address that did it, if one did
    QString reason; ///< the administrator's words, or the server's own
    quint32 count = 0;
    QStringList names;
    std::optional<Error> error;

    static void describe(auto &a, auto &v)
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
    friend bool operator==(const Notice &, const Notice &) = default;
};

template <>
inline constexpr auto Words<Notice::Kind> = std::to_array<Word<Notice::Kind>>({
    {Notice::Kind::SessionStarted, "sessionstarted"},
    {Notice::Kind::SessionEnded, "sessionended"},
    {Notice::Kind::SessionTerminated, "sessionterminated"},
    {Notice::Kind::SessionFailed, "sessionfailed"},
    {Notice::Kind::ClientJoined, "clientjoined"},
    {Notice::Kind::ClientCompleted, "clientcompleted"},
    {Notice::Kind::ClientLeft, "clientleft"},
    {Notice::Kind::ClientDisconnected, "clientdisconnected"},
    {Notice::Kind::ClientVanished, "clientvanished"},
    {Notice::Kind::ClientDemoted, "clientdemoted"},
    {Notice::Kind::ClientSlow, "clientslow"},
    {Notice::Kind::ClientStuck, "clientstuck"},
    {Notice::Kind::CannotSend, "cannotsend"},
    {Notice::Kind::GroupTakenByServer, "grouptakenbyserver"},
    {Notice::Kind::GroupTakenByOthers, "grouptakenbyothers"},
    {Notice::Kind::NamespaceRegistered, "namespaceregistered"},
    {Notice::Kind::NamespaceDeregistered, "namespacederegistered"},
    {Notice::Kind::TransmissionStarted, "transmissionstarted"},
    {Notice::Kind::StartMissed, "startmissed"},
    {Notice::Kind::PolicyChanged, "policychanged"},
    {Notice::Kind::ServiceStarted, "servicestarted"},
    {Notice::Kind::ServiceStopped, "servicestopped"},
});

/// One thing that changed: a value means "is now so" (new or changed), an id means "is gone". Measures are of
/// clients that are there; of others they say nothing.
using Change = std::variant<ServerInfo, NamespaceInfo, ContentInfo, SessionInfo, ClientInfo, NamespaceId,
                            ContentId, SessionId, ClientId, Notice, ClientMeasures>;

/// One step of a server's history. Revisions are consecutive, those that were skipped counted: a gap means
/// that an event was missed.
struct InventoryEvent {
    quint64 revision = 0; ///< the revision that this event makes
    Change change;
    /// So many revisions before this one need no event of their own: later changes of the same rows are told
    /// in their place.
    quint64 skipped = 0;
    /// With the removal of a session or client: what became of it, if that is known.
    std::optional<RowEnding> ending{};

    /// Whether it is the next step for whoever stands at that revision.
    bool follows(quint64 known) const { return known < revision && revision - known - 1 <= skipped; }

    friend bool operator==(const InventoryEvent &, const InventoryEvent &) = default;
};

/// Something in an inventory that has a number.
using InventoryId = std::variant<NamespaceId, ContentId, SessionId, ClientId>;

/// One server's snapshot. Lists are sorted by id.
struct Inventory {
    quint64 revision = 0;
    ServerInfo server;
    QList<NamespaceInfo> namespaces;
    QList<ContentInfo> contents;
    QList<SessionInfo> sessions;
    QList<ClientInfo> clients;

    /// Makes the change and takes over its revision. Removing something removes all that hangs on it
    /// (a namespace its contents, a content its sessions, a session its clients); an unknown id is no error.
    void apply(const InventoryEvent &event);

    const NamespaceInfo *find(NamespaceId id) const;
    const ContentInfo *find(ContentId id) const;
    const SessionInfo *find(SessionId id) const;
    const ClientInfo *find(ClientId id) const;
    /// What people call it, a session by its content; empty if there is none.
    QString nameOf(const InventoryId &id) const;

    static void describe(auto &a, auto &v)
    {
        a("revision", v.revision);
        a("server", v.server);
        a("namespaces", v.namespaces);
        a("contents", v.contents);
        a("sessions", v.sessions);
        a("clients", v.clients);
    }
    friend bool operator==(const Inventory &, const Inventory &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::Inventory)
Q_DECLARE_METATYPE(castdeck::InventoryEvent)
