// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transportengine.h"

#include "core/fallbackurl.h"
#include "engine/answered.h"
#include "engine/fileprovider.h"
#include "engine/findnamespace.h"
#include "engine/folderprovider.h"
#include "engine/logcategories.h"
#include "engine/wimprovider.h"
#include "transport/net/socketaddress.h"

#include <QSysInfo>
#include <algorithm>

namespace castdeck
{

namespace
{

TransportEngine::Providers builtIn(const EngineSettings &settings)
{
    TransportEngine::Providers providers;
    providers.push_back(std::make_unique<FolderProvider>());
    providers.push_back(std::make_unique<FileProvider>());
    auto wimLibrary = settings.cacheDirectory.isEmpty() ? nullptr : WimLibrary::load();
    if (wimLibrary)
        providers.push_back(std::make_unique<WimProvider>(
            std::move(wimLibrary), ContentCache(settings.cacheDirectory, settings.cacheMax)));
    return providers;
}

/// For reading a content from end to end.
constexpr std::chrono::hours DigestPatience(6);

QFuture<Result<DisconnectReport>> refused(QObject *context, ErrorCode code, const QString &detail)
{
    return answered<DisconnectReport>(context, failure(code, detail));
}

QString idText(quint32 id)
{
    return QString::number(id);
}

} // namespace

TransportEngine::TransportEngine(const EngineSettings &settings, QObject *parent)
    : TransportEngine(settings, builtIn(settings), parent)
{
}

TransportEngine::TransportEngine(const EngineSettings &settings, Providers providers, QObject *parent)
    : TransportServer(parent)
    , m_settings(settings)
    , m_providers(std::move(providers))
    , m_ledger([this](const InventoryEvent &event) {
        if (m_scheduler)
            m_scheduler->notice(event.change);
        Q_EMIT eventRaised(event);
    })
    , m_sessions(new SessionTable(settings, m_ledger, this))
    , m_scheduler(new Scheduler(m_ledger, *m_sessions, this))
    , m_policies(settings.policies())
{
    connect(m_sessions, &SessionTable::idle, this, &TransportEngine::takeIdle);
    connect(m_sessions, &SessionTable::sessionOver, this,
            [this](const EndedSession &session) { m_history.append(session); });
    connect(m_sessions, &SessionTable::contentGone, this, &TransportEngine::removeIfDrained);
    connect(m_sessions, &SessionTable::clientCut, this, &TransportEngine::clientCut);
    connect(m_sessions, &SessionTable::sessionCut, this, &TransportEngine::sessionCut);
    m_ledger.write(ServerInfo{
        .name = settings.serverName.isEmpty() ? QSysInfo::machineHostName() : settings.serverName,
        .version = QStringLiteral(CASTDECK_VERSION),
    });
}

TransportEngine::~TransportEngine()
{
    // They write into the ledger, which is a member, and it tells the scheduler.
    delete m_sessions;
    delete std::exchange(m_scheduler, nullptr);
}

bool TransportEngine::takesUnauthenticated(SessionId id) const
{
    const Inventory &inventory = m_ledger.inventory();
    const SessionInfo *const session = inventory.find(id);
    const ContentInfo *const content = session ? inventory.find(session->contentId) : nullptr;
    const NamespaceInfo *const owner = content ? inventory.find(content->namespaceId) : nullptr;
    return owner && owner->allowUnauthenticated;
}

QFuture<Result<Inventory>> TransportEngine::ask(const RetrieveInventory &)
{
    // Taken when the future finishes: what was raised before is in it, what is raised later is not.
    const PendingReply<Inventory> reply;
    QMetaObject::invokeMethod(
        this, [this, reply] { reply.answerNow(m_ledger.inventory()); }, Qt::QueuedConnection);
    return reply.future();
}

ContentProvider *TransportEngine::provider(const QString &name) const
{
    const auto found = std::ranges::find_if(m_providers, [&](const auto &p) { return p->name() == name; });
    return found == m_providers.end() ? nullptr : found->get();
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const TerminateContent &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_ledger.inventory().find(verb.id))
        return refused(this, ErrorCode::ContentNotFound, idText(verb.id.value()));
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate(m_sessions->of(verb.id), verb.order,
                          [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const TerminateSession &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_sessions->contains(verb.id))
        return refused(this, ErrorCode::SessionNotFound, idText(verb.id.value()));
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate({verb.id}, verb.order,
                          [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const DisconnectClient &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    const ClientInfo *const client = m_ledger.inventory().find(verb.id);
    Session *const session = client ? m_sessions->running(client->sessionId) : nullptr;
    if (!session)
        return refused(this, ErrorCode::ClientNotFound, idText(verb.id.value()));
    if (session->isClosing())
        return refused(this, ErrorCode::SessionShutdownInProgress, idText(session->id().value()));
    const PendingReply<DisconnectReport> reply;
    session->disconnectClient(verb.id, verb.order,
                              [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<SessionHistory>> TransportEngine::ask(const RetrieveSessionHistory &verb)
{
    return answered(this, m_history.sessions(verb.filter));
}

QFuture<Result<AuditHistory>> TransportEngine::ask(const RetrieveAudit &verb)
{
    return answered(this, m_history.audit(verb.filter));
}

QFuture<Result<DisconnectReport>> TransportEngine::shutDown(const DisconnectOrder &order)
{
    m_shuttingDown = true;
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate(m_sessions->all(), order,
                          [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<InitiationGrant>> TransportEngine::initiate(const InitiationAsk &ask)
{
    const bool preBoot = ask.capabilities & CapabilityPreBoot;
    const wire::SecurityMode mode = preBoot ? wire::SecurityMode::Checksum : m_settings.authenticatedMode;
    const PendingReply<InitiationGrant> reply;
    grantWithDigest(ask, mode, reply);
    return reply.future();
}

/// Of an asker for whom there is no content yet, or no session: once more when there may be one.
void TransportEngine::grantLater(const InitiationAsk &ask, wire::SecurityMode mode, bool forWantOfRoom,
                                 const PendingReply<InitiationGrant> &reply)
{
    const auto again = [this, ask, mode, reply] { grantWithDigest(ask, mode, reply); };
    const NamespaceInfo owner = *findNamespace(m_ledger.inventory(), ask.namespaceName);
    if (forWantOfRoom)
        m_sessions->whenRoom(again);
    else
        provider(owner.contentProvider)->whenReady(owner.configuration, ask.content, again);
}

void TransportEngine::grantWithDigest(const InitiationAsk &ask, wire::SecurityMode mode,
                                      const PendingReply<InitiationGrant> &reply)
{
    const auto admission = admit(ask, mode, true);
    if (!admission) {
        const auto &[error, forWantOfRoom] = admission.error();
        if (error.code == ErrorCode::Busy)
            grantLater(ask, mode, forWantOfRoom, reply);
        else
            reply.answer(this, tl::unexpected(error));
        return;
    }
    showDigest(admission->grant.sessionId, DigestState::Computing, {});
    if (Session *const session = m_sessions->running(admission->grant.sessionId))
        session->expect(ask, DigestPatience);
    m_digests.request(*admission->source,
                      [this, ask, mode, reply, grant = admission->grant](const Result<QString> &digest) {
                          Session *const session = m_sessions->running(grant.sessionId);
                          const bool isOver = grant.contentSize > 0 && (!session || session->isClosing());
                          if (digest)
                              showDigest(grant.sessionId, DigestState::Known, *digest);
                          else
                              showDigest(grant.sessionId, DigestState::None, {});
                          if (session && digest)
                              session->expect(ask, m_settings.parameters.joinPatience);
                          else if (session)
                              session->forget(ask);
                          if (!digest && digest.error().code != ErrorCode::ContentChanged) {
                              reply.answerNow(tl::unexpected(digest.error()));
                          } else if (!digest || isOver) {
                              // Somebody is still writing it: it is waited for. Or it ended while the content
                              // was read; asking twice changes nothing, but gets the next one.
                              grantWithDigest(ask, mode, reply);
                          } else {
                              InitiationGrant whole = grant;
                              whole.contentDigest = *digest;
                              reply.answerNow(whole);
                          }
                      });
}

void TransportEngine::showDigest(SessionId session, DigestState state, const QString &digest)
{
    const SessionInfo *const carrier = m_ledger.inventory().find(session);
    const ContentInfo *const content = carrier ? m_ledger.inventory().find(carrier->contentId) : nullptr;
    // What is known is asked for again to see that the file is still the same.
    if (!content || (state == DigestState::Computing && content->digestState == DigestState::Known))
        return;
    ContentInfo row = *content;
    row.digestState = state;
    row.digest = digest;
    m_ledger.write(row);
}

Result<InitiationGrant> TransportEngine::initiateUnauthenticated(const InitiationAsk &ask)
{
    InitiationAsk known = ask;
    known.identity.clear();
    known.capabilities |= CapabilityChecksum;
    const auto admission = admit(known, wire::SecurityMode::Checksum, false);
    return admission ? Result<InitiationGrant>(admission->grant) : tl::unexpected(admission.error().error);
}

TransportEngine::Admitted TransportEngine::admit(const InitiationAsk &ask, wire::SecurityMode mode,
                                                 bool authenticated)
{
    auto admission = lookUp(ask, mode, authenticated);
    const NamespaceInfo *const owner = findNamespace(m_ledger.inventory(), ask.namespaceName);
    if (admission && owner && !owner->fallbackUrl.isEmpty())
        admission->grant.fallbackUrl = fallbackUrl(owner->fallbackUrl, owner->name, ask.content);
    if (admission)
        qCDebug(engineLog) << "admitted" << ask.address << ask.identity << "to session"
                           << admission->grant.sessionId.value();
    else if (const Error &error = admission.error().error; error.code == ErrorCode::Busy)
        qCDebug(engineLog) << "not ready for" << ask.address << ask.identity << ":" << error.detail;
    else if (const auto leftOut = m_refusals.take(ask.address, monotonicNow()))
        qCInfo(engineLog) << "refused" << ask.address << ask.identity << "content" << ask.content << "of"
                          << ask.namespaceName << ":" << errorName(error.code)
                          << QString(error.detail + leftOutText(*leftOut));
    return admission;
}

TransportEngine::Admitted TransportEngine::lookUp(const InitiationAsk &ask, wire::SecurityMode mode,
                                                  bool authenticated)
{
    // In the order of session-initiation §2.7, so that a stranger cannot probe the contents of a closed
    // namespace.
    const NamespaceInfo *const row = findNamespace(m_ledger.inventory(), ask.namespaceName);
    if (!row)
        return failure(ErrorCode::NamespaceNotFound, ask.namespaceName);
    const NamespaceInfo owner = *row;
    if (owner.tombstoned)
        return failure(ErrorCode::NamespaceShutdownInProgress, owner.name);
    if (!provider(owner.contentProvider))
        return failure(ErrorCode::ContentProviderNotFound, owner.contentProvider);
    if (!authenticated && !owner.allowUnauthenticated)
        return failure(ErrorCode::AccessDenied, owner.name);
    if (mode == wire::SecurityMode::Checksum && !(ask.capabilities & CapabilityChecksum))
        return failure(ErrorCode::ClientDoesNotSupportSecurityMode, QStringLiteral("checksum"));

    auto opened = provider(owner.contentProvider)->open(owner.configuration, ask.content);
    if (!opened && opened.error().code == ErrorCode::ContentNotFound)
        return tl::unexpected(opened.error());
    if (!isServing())
        return failure(ErrorCode::SessionShutdownInProgress, ask.content);
    const auto interface = interfaceFor(ask);
    // Whoever asks after a name was given to another content gets that, whatever still runs.
    const SessionKind kind{owner.id, ask.content, opened ? opened->version() : ContentVersion(),
                           interface ? toText(interface->address) : QString(), mode};
    if (Session *const session = opened ? m_sessions->withRoom(kind, ask) : nullptr) {
        session->expect(ask, m_settings.parameters.joinPatience);
        return Admission{session->grant(), session->source()};
    }
    if (m_sessions->isClosing(kind))
        return failure(ErrorCode::SessionShutdownInProgress, ask.content);
    if (!opened && opened.error().code == ErrorCode::Busy)
        return tl::unexpected(opened.error());
    return newSession(owner, ask, kind, interface, std::move(opened));
}

TransportEngine::Admitted TransportEngine::newSession(const NamespaceInfo &owner, const InitiationAsk &ask,
                                                      const SessionKind &kind,
                                                      const Result<NetworkInterface> &interface,
                                                      Result<ContentSource> opened)
{
    // What is wrong on this side is shown to the administrator too.
    if (!opened && opened.error().code == ErrorCode::FolderNotAnswering)
        showObstacle(owner.id);
    if (!opened || !interface) {
        const Error error = opened ? interface.error() : opened.error();
        const QString name = interface ? interface->name : m_settings.interfaceName;
        m_sessions->keepFailure(kind, name, opened ? opened->size() : 0, error);
        return tl::unexpected(error);
    }
    opened->watchWrites();
    const auto source = std::make_shared<const ContentSource>(std::move(*opened));
    if (source->size() == 0) {
        if (const auto leftOut = m_refusals.take(ask.address, monotonicNow()))
            qCWarning(engineLog) << "content" << ask.content << "of" << owner.name
                                 << QString(QStringLiteral("is empty: 0 bytes") + leftOutText(*leftOut));
        const auto grant = m_sessions->grantOfNothing(kind, *interface);
        return grant ? Admitted(Admission{*grant, source}) : tl::unexpected(grant.error());
    }
    const auto session = m_sessions->start(kind, *interface, source, ask);
    if (!session)
        return tl::unexpected(Refusal(session.error(), true));
    (*session)->expect(ask, m_settings.parameters.joinPatience);
    if (owner.error) {
        NamespaceInfo mended = owner;
        mended.error.reset();
        m_ledger.write(mended);
    }
    return Admission{(*session)->grant(), source};
}

Result<NetworkInterface> TransportEngine::interfaceFor(const InitiationAsk &ask) const
{
    const auto peer = addressFromText(ask.address);
    if (!peer)
        return findInterface(m_settings.interfaceName);
    // A link-local address says nothing without the link.
    const QString &wanted = m_settings.interfaceName.isEmpty() && peer->isLinkLocal()
                                ? ask.interfaceName
                                : m_settings.interfaceName;
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
