// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/reply.h"
#include "core/sessioninitiator.h"
#include "core/sourcequota.h"
#include "engine/content/contentproviders.h"
#include "engine/content/digestcache.h"
#include "engine/content/treecache.h"
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
    Admission(const Desk &desk, QObject *parent)
        : QObject(parent), m_desk(desk), m_trees(TreeStore(desk.settings.treeDirectory))
    {
    }

    // As those of TransportEngine.
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask);
    Result<InitiationGrant> initiateUnauthenticated(const InitiationAsk &ask);

    /// Of all contents that somebody may ask for.
    TreeCache &trees() { return m_trees; }

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
    Admitted placeIn(Session &session);
    void lead(const Question &question, const Reply &reply);
    void grantWithDigest(const Question &question, const Place &place, const Reply &reply);
    void grantWithTree(const Place &place, const Reply &reply);
    void grantLater(const Question &question, Refusal::Waits waits, const Reply &reply);
    void grant(const Question &question, InitiationGrant grant, const Result<QString> &digest,
               const Reply &reply);
    Result<NetworkInterface> interfaceFor(const InitiationAsk &ask) const;
    const ContentInfo *contentOf(SessionId session) const;
    void showComputing(SessionId session);
    void showKnown(SessionId session, QString ContentInfo::*which, const QString &digest);

    Desk m_desk;
    DigestCache m_digests; ///< for those who do not know trees
    TreeCache m_trees;
    SourceQuota m_refusals{
        {.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}}; ///< in the log
};

} // namespace castdeck
