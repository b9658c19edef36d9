// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/words.h"

#include <QList>

namespace castdeck
{

// What a server remembers of what is over. Times are UTC, sizes bytes, rates bytes per second. Records are
// numbered in the order they were written, from 1 on; no number is given twice.

/// What became of one machine in a session that ended.
struct EndedClient {
    ClientId id;
    QString name;
    QString macAddress;
    QString ipAddress;
    QString userIdentity;
    ClientOutcome outcome = ClientOutcome::Left;
    quint8 percentCompletion = 0;
    QDateTime joinedAt; ///< invalid if it went before it was seen
    QDateTime leftAt;
    QString by{};     ///< who sent it away, if anybody did
    QString reason{}; ///< and why

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("name", v.name);
        a("macAddress", v.macAddress);
        a("ipAddress", v.ipAddress);
        a.optional("userIdentity", v.userIdentity);
        a("outcome", v.outcome);
        a("percentCompletion", v.percentCompletion);
        a("joinedAt", v.joinedAt);
        a("leftAt", v.leftAt);
        a.optional("by", v.by);
        a.optional("reason", v.reason);
    }
    friend bool operator==(const EndedClient &, const EndedClient &) = default;
};

struct EndedSession {
    quint64 number = 0;
    SessionId id;
    QString namespaceName;
    QString contentName;
    quint64 contentSize = 0;
    QString interfaceName;
    QString serverAddress;
    QString groupAddress;
    quint16 port = 0;
    QDateTime startedAt;
    QDateTime endedAt;
    quint64 bytesSent = 0; ///< payload, repairs included
    quint64 meanRate = 0;  ///< bytesSent over the session's whole life
    SessionOutcome outcome = SessionOutcome::Finished;
    QString by;
    QString reason;
    std::optional<Error> error;
    QList<EndedClient> clients; ///< by id
    quint32 clientsOmitted = 0; ///< had a part in it and found no room in the record

    static void describe(auto &a, auto &v)
    {
        a("number", v.number);
        a("id", v.id);
        a("namespaceName", v.namespaceName);
        a("contentName", v.contentName);
        a("contentSize", v.contentSize);
        a("networkInterfaceName", v.interfaceName);
        a("serverAddress", v.serverAddress);
        a("groupAddress", v.groupAddress);
        a("port", v.port);
        a("startedAt", v.startedAt);
        a("endedAt", v.endedAt);
        a("bytesSent", v.bytesSent);
        a("meanRate", v.meanRate);
        a("outcome", v.outcome);
        a.optional("by", v.by);
        a.optional("reason", v.reason);
        a("error", v.error);
        a("clients", v.clients);
        a.optional("clientsOmitted", v.clientsOmitted);
    }
    friend bool operator==(const EndedSession &, const EndedSession &) = default;
};

/// One administrative verb that was asked for, done or refused.
struct AuditRecord {
    quint64 number = 0;
    QDateTime time;
    QString who;                ///< name of the token, the certificate or the local user
    QString role;               ///< as granted
    QString address;            ///< empty inside the server's own process
    QString verb;               ///< as in the management protocol, "session.terminate"
    QString subject;            ///< what it was about, "session 7"
    QString reason;             ///< in the words of who asked
    std::optional<Error> error; ///< why it was refused or failed; none: done

    static void describe(auto &a, auto &v)
    {
        a("number", v.number);
        a("time", v.time);
        a("who", v.who);
        a("role", v.role);
        a.optional("address", v.address);
        a("verb", v.verb);
        a.optional("subject", v.subject);
        a.optional("reason", v.reason);
        a("error", v.error);
    }
    friend bool operator==(const AuditRecord &, const AuditRecord &) = default;
};

/// Which records are wanted. The newest come first.
struct HistoryFilter {
    static constexpr quint32 MaxLimit = 1'000;

    std::optional<QDateTime> since; ///< ended or asked then or later
    std::optional<QDateTime> until; ///< before then
    quint64 before = 0;             ///< only records of a smaller number; 0: all
    quint32 limit = 100;            ///< 1…MaxLimit; a page may hold fewer and still have a next one

    static void describe(auto &a, auto &v)
    {
        a("since", v.since);
        a("until", v.until);
        a.optional("before", v.before);
        a("limit", v.limit);
    }
    friend bool operator==(const HistoryFilter &, const HistoryFilter &) = default;
};

template <class Record>
struct HistoryPage {
    QList<Record> records; ///< the newest first
    quint64 next = 0;      ///< HistoryFilter::before of the next page; 0: this is the last

    static void describe(auto &a, auto &v)
    {
        a("records", v.records);
        a.optional("next", v.next);
    }
    friend bool operator==(const HistoryPage &, const HistoryPage &) = default;
};

using SessionHistory = HistoryPage<EndedSession>;
using AuditHistory = HistoryPage<AuditRecord>;

/// Where the verbs that were asked for are written down.
/// Thread: that of the management endpoints that write.
class AuditLog
{
public:
    AuditLog() = default;
    AuditLog(const AuditLog &) = delete;
    AuditLog &operator=(const AuditLog &) = delete;
    virtual ~AuditLog() = default;

    /// What people call the thing of that number now; empty if there is none.
    virtual QString nameOf(const InventoryId &id) const = 0;
    /// Number and time are filled in. One that cannot be written is a line in the program's log: the verb it
    /// is about goes on.
    virtual void append(const AuditRecord &record) = 0;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::EndedSession)
