// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/admission.h"

#include "core/fallbackurl.h"
#include "engine/common/inventoryledger.h"
#include "engine/common/logcategories.h"
#include "engine/server/findnamespace.h"
#include "engine/server/namespacebook.h"
#include "engine/server/serviceswitch.h"
#include "engine/session/sessiontable.h"
#include "transport/net/socketaddress.h"

namespace castdeck
{

namespace
{

/// For reading a content from end to end.
constexpr std::chrono::hours DigestPatience(6);

} // namespace

QFuture<Result<InitiationGrant>> Admission::initiate(const InitiationAsk &ask)
{
    const bool preBoot = ask.capabilities & CapabilityPreBoot;
    const wire::SecurityMode wanted = m_desk.settings.authenticatedMode;
    const bool isBeyondIt =
        wanted == wire::SecurityMode::Encrypted && !(ask.capabilities & CapabilityEncryption);
    const wire::SecurityMode mode = preBoot      ? wire::SecurityMode::Checksum
                                    : isBeyondIt ? wire::SecurityMode::Hash
                                                 : wanted;
    const Reply reply;
    lead({ask, mode, Asker::Known}, reply);
    return reply.future();
}

Result<InitiationGrant> Admission::initiateUnauthenticated(const InitiationAsk &ask)
{
    InitiationAsk known = ask;
    known.identity.clear();
    known.capabilities |= CapabilityChecksum;
    const auto place = admit({known, wire::SecurityMode::Checksum, Asker::Stranger});
    return place ? Result<InitiationGrant>(place->grant) : tl::unexpected(place.error().error);
}

/// Of an asker for whom there is no content yet, or no session: once more when there may be one.
void Admission::grantLater(const Question &question, Refusal::Waits waits, const Reply &reply)
{
    const auto again = [this, question, reply] { lead(question, reply); };
    const NamespaceInfo owner = *findNamespace(m_desk.ledger.inventory(), question.ask.namespaceName);
    if (waits == Refusal::Waits::ForRoom)
        m_desk.sessions.whenRoom(again);
    else
        m_desk.providers.find(owner.contentProvider)
            ->whenReady(owner.configuration, question.ask.content, again);
}

void Admission::lead(const Question &question, const Reply &reply)
{
    const auto place = admit(question);
    if (!place) {
        const auto &[error, waits] = place.error();
        if (error.code == ErrorCode::Busy)
            grantLater(question, waits, reply);
        else
            reply.answer(this, tl::unexpected(error));
        return;
    }
    // Of nothing there is nothing to wait for.
    const uint64_t size = place->source->size();
    const bool hasTree = size > 0 && size <= HashTree::ContentMost;
    if (hasTree && (question.ask.capabilities & CapabilityHashTree))
        grantWithTree(*place, reply);
    else
        grantWithDigest(question, *place, reply);
}

/// Whoever verifies by the tree gets that when it is made, and the session at once.
void Admission::grantWithTree(const Place &place, const Reply &reply)
{
    const SessionId session = place.grant.sessionId;
    showComputing(session);
    m_trees.request(*place.source, TreeCache::Urgency::Asked,
                    [this, session](const Result<PieceHashes::Hash> &root) {
                        showKnown(session, &ContentInfo::root, root ? ContentDigest::text(*root) : QString());
                    });
    InitiationGrant grant = place.grant;
    grant.hashTree = true;
    reply.answer(this, grant);
}

void Admission::grantWithDigest(const Question &question, const Place &place, const Reply &reply)
{
    showComputing(place.grant.sessionId);
    if (Session *const session = m_desk.sessions.running(place.grant.sessionId))
        session->expect(question.ask, DigestPatience);
    m_digests.request(*place.source,
                      [this, question, reply, grant = place.grant](const Result<QString> &digest) {
                          this->grant(question, grant, digest, reply);
                      });
}

void Admission::grant(const Question &question, InitiationGrant grant, const Result<QString> &digest,
                      const Reply &reply)
{
    showKnown(grant.sessionId, &ContentInfo::digest, digest.value_or(QString()));
    Session *const session = m_desk.sessions.running(grant.sessionId);
    if (session && digest)
        session->expect(question.ask, m_desk.settings.parameters.joinPatience);
    else if (session)
        session->forget(question.ask);
    const bool isOver = grant.contentSize > 0 && (!session || session->isClosing());
    if (!digest && digest.error().code != ErrorCode::ContentChanged) {
        reply.answerNow(tl::unexpected(digest.error()));
    } else if (!digest || isOver) {
        // Somebody is still writing it: it is waited for. Or it ended while the content was read; asking
        // twice changes nothing, but gets the next one.
        lead(question, reply);
    } else {
        grant.contentDigest = *digest;
        reply.answerNow(grant);
    }
}

const ContentInfo *Admission::contentOf(SessionId session) const
{
    const Inventory &inventory = m_desk.ledger.inventory();
    const SessionInfo *const carrier = inventory.find(session);
    return carrier ? inventory.find(carrier->contentId) : nullptr;
}

void Admission::showComputing(SessionId session)
{
    const ContentInfo *const content = contentOf(session);
    // What is known is asked for again to see that the file is still the same.
    if (!content || content->digestState == DigestState::Known)
        return;
    ContentInfo row = *content;
    row.digestState = DigestState::Computing;
    m_desk.ledger.write(row);
}

/// @p digest is empty if it cannot be had.
void Admission::showKnown(SessionId session, QString ContentInfo::*which, const QString &digest)
{
    const ContentInfo *const content = contentOf(session);
    if (!content)
        return;
    ContentInfo row = *content;
    row.*which = digest;
    row.digestState = row.digest.isEmpty() && row.root.isEmpty() ? DigestState::None : DigestState::Known;
    m_desk.ledger.write(row);
}

Admission::Admitted Admission::admit(const Question &question)
{
    const InitiationAsk &ask = question.ask;
    auto place = lookUp(question);
    const NamespaceInfo *const owner = findNamespace(m_desk.ledger.inventory(), ask.namespaceName);
    if (place && owner && !owner->fallbackUrl.isEmpty())
        place->grant.fallbackUrl = fallbackUrl(owner->fallbackUrl, owner->name, ask.content);
    if (place)
        place->grant.contentVersion = place->source->version().toText();
    if (place)
        qCDebug(engineLog) << "admitted" << ask.address << ask.identity << "to session"
                           << place->grant.sessionId.value();
    else if (const Error &error = place.error().error; error.code == ErrorCode::Busy)
        qCDebug(engineLog) << "not ready for" << ask.address << ask.identity << ":" << error.detail;
    else if (const auto leftOut = m_refusals.take(ask.address, monotonicNow()))
        qCInfo(engineLog) << "refused" << ask.address << ask.identity << "content" << ask.content << "of"
                          << ask.namespaceName << ":" << errorName(error.code)
                          << QString(error.detail + leftOutText(*leftOut));
    return place;
}

Admission::Admitted Admission::lookUp(const Question &question)
{
    const InitiationAsk &ask = question.ask;
    // In the order of session-initiation §2.7, so that a stranger cannot probe the contents of a closed
    // namespace.
    const NamespaceInfo *const row = findNamespace(m_desk.ledger.inventory(), ask.namespaceName);
    if (!row)
        return failure(ErrorCode::NamespaceNotFound, ask.namespaceName);
    const NamespaceInfo owner = *row;
    if (owner.tombstoned)
        return failure(ErrorCode::NamespaceShutdownInProgress, owner.name);
    ContentProvider *const provider = m_desk.providers.find(owner.contentProvider);
    if (!provider)
        return failure(ErrorCode::ContentProviderNotFound, owner.contentProvider);
    if (question.asker == Asker::Stranger && !owner.allowUnauthenticated)
        return failure(ErrorCode::AccessDenied, owner.name);
    if (question.mode == wire::SecurityMode::Checksum && !(ask.capabilities & CapabilityChecksum))
        return failure(ErrorCode::ClientDoesNotSupportSecurityMode, QStringLiteral("checksum"));

    auto opened = provider->open(owner.configuration, ask.content);
    if (!opened && opened.error().code == ErrorCode::ContentNotFound)
        return tl::unexpected(opened.error());
    if (!m_desk.service.isServing())
        return failure(ErrorCode::SessionShutdownInProgress, ask.content);
    const auto interface = interfaceFor(ask);
    // Whoever asks after a name was given to another content gets that, whatever still runs.
    const SessionKind kind{owner.id, ask.content, opened ? opened->version() : ContentVersion(),
                           interface ? toText(interface->address) : QString(), question.mode};
    if (Session *const session = opened ? m_desk.sessions.withRoom(kind, ask) : nullptr) {
        session->expect(ask, m_desk.settings.parameters.joinPatience);
        return placeIn(*session);
    }
    if (m_desk.sessions.isClosing(kind))
        return failure(ErrorCode::SessionShutdownInProgress, ask.content);
    if (!opened && opened.error().code == ErrorCode::Busy)
        return tl::unexpected(opened.error());
    return newSession(owner, ask, kind, interface, std::move(opened));
}

Admission::Admitted Admission::newSession(const NamespaceInfo &owner, const InitiationAsk &ask,
                                          const SessionKind &kind, const Result<NetworkInterface> &interface,
                                          Result<ContentSource> opened)
{
    // What is wrong on this side is shown to the administrator too.
    if (!opened && opened.error().code == ErrorCode::FolderNotAnswering)
        m_desk.namespaces.showObstacle(owner.id);
    if (!opened || !interface) {
        const Error error = opened ? interface.error() : opened.error();
        const QString name = interface ? interface->name : m_desk.settings.interfaceName;
        m_desk.sessions.keepFailure(kind, name, opened ? opened->size() : 0, error);
        return tl::unexpected(error);
    }
    opened->watchWrites();
    const auto source = std::make_shared<const ContentSource>(std::move(*opened));
    if (source->size() == 0) {
        if (const auto leftOut = m_refusals.take(ask.address, monotonicNow()))
            qCWarning(engineLog) << "content" << ask.content << "of" << owner.name
                                 << QString(QStringLiteral("is empty: 0 bytes") + leftOutText(*leftOut));
        const auto grant = m_desk.sessions.grantOfNothing(kind, *interface);
        return grant ? Admitted(Place{*grant, source}) : tl::unexpected(grant.error());
    }
    const auto session = m_desk.sessions.start(kind, *interface, source, ask);
    if (!session)
        return tl::unexpected(Refusal(session.error(), Refusal::Waits::ForRoom));
    (*session)->expect(ask, m_desk.settings.parameters.joinPatience);
    if (owner.error) {
        NamespaceInfo mended = owner;
        mended.error.reset();
        m_desk.ledger.write(mended);
    }
    return placeIn(**session);
}

/// The asker's own: what it is given in an encrypted session nobody else gets.
Admission::Admitted Admission::placeIn(Session &session)
{
    auto grant = m_desk.sessions.grantIn(session);
    return grant ? Admitted(Place{std::move(*grant), session.source()}) : tl::unexpected(grant.error());
}

Result<NetworkInterface> Admission::interfaceFor(const InitiationAsk &ask) const
{
    const QString &configured = m_desk.settings.interfaceName;
    const auto peer = addressFromText(ask.address);
    if (!peer)
        return findInterface(configured);
    // A link-local address says nothing without the link.
    const QString &wanted = configured.isEmpty() && peer->isLinkLocal() ? ask.interfaceName : configured;
    if (wanted.isEmpty()) {
        // The route to an address of this machine is the loopback, which nobody else hears.
        const auto own = findInterface(ask.address);
        return own ? own : interfaceTowards(*peer);
    }
    // Whoever asked over IPv6 is served over it, and over IPv4 likewise (Choice I13).
    if (auto same = interfaceTowards(*peer, interfacesOf(wanted)))
        return same;
    auto other = findInterface(wanted);
    if (other && other->address.length == 16 && !(ask.capabilities & CapabilityIpv6))
        return failure(
            ErrorCode::NoInterface,
            QStringLiteral("%1 cannot receive over IPv6, %2 has no IPv4").arg(ask.address, other->name));
    return other;
}

} // namespace castdeck
