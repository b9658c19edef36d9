// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/reply.h"
#include "core/sessioninitiator.h"
#include "core/sourcequota.h"
#include "engine/content/contentproviders.h"
#include "engine/content/digestcache.h"
#include "transport/net/networkinterface.h"

namespace castdeck
{

class InventoryLedger;
class NamespaceBook;
class ServiceSwitch;
class Session;
class SessionTable;
struct SessionKind;

/// Who asks for a content is led to a session of it, or refused with the reason. Lives in the engine thread.
class Admission : public QObject
{
    Q_OBJECT
public:
    /// What it works with; all of it outlives it.
    struct Desk {
        const EngineSettings &settings;
        InventoryLedger &ledger;
        SessionTable &sessions;
        NamespaceBook &namespaces;
        const ContentProviders &providers;
        const ServiceSwitch &service;
    };
    Admission(const Desk &desk, QObject *parent) : QObject(parent), m_desk(desk) {}

    // As those of TransportEngine.
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask);
    Result<InitiationGrant> initiateUnauthenticated(const InitiationAsk &ask);

private:
    /// Whether somebody vouches for who asks.
    enum class Asker { Known, Stranger };
    struct Question {
        InitiationAsk ask;
        wire::SecurityMode mode;
        Asker asker;
    };
    struct Place {
        InitiationGrant grant;
        std::shared_ptr<const ContentSource> source; ///< what the session carries
    };
    /// Why an asker is not let in.
    struct Refusal {
        enum class Waits { ForContent, ForRoom }; ///< if it is Busy
        Refusal(Error what, Waits why = Waits::ForContent) : error(std::move(what)), waits(why) {}
        Error error;
        Waits waits;
    };
    using Admitted = tl::expected<Place, Refusal>;
    using Reply = PendingReply<InitiationGrant>;
    Admitted admit(const Question &question);
    Admitted lookUp(const Question &question);
    Admitted newSession(const NamespaceInfo &owner, const InitiationAsk &ask, const SessionKind &kind,
                        const Result<NetworkInterface> &interface, Result<ContentSource> opened);
    void grantWithDigest(const Question &question, const Reply &reply);
    void grantLater(const Question &question, Refusal::Waits waits, const Reply &reply);
    void grant(const Question &question, InitiationGrant grant, const Result<QString> &digest,
               const Reply &reply);
    Result<NetworkInterface> interfaceFor(const InitiationAsk &ask) const;
    void showDigest(SessionId session, DigestState state, const QString &digest);

    Desk m_desk;
    DigestCache m_digests;
    SourceQuota m_refusals{
        {.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}}; ///< in the log
};

} // namespace castdeck
