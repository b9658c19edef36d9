// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transportengine.h"

#include "core/namespacename.h"
#include "engine/folderprovider.h"
#include "engine/notices.h"
#include "engine/store.h"
#include "transport/socketaddress.h"

#include <QLoggingCategory>
#include <QSysInfo>
#include <algorithm>

namespace castdeck
{

namespace
{

Q_LOGGING_CATEGORY(log, "castdeck.engine")

constexpr quint32 capabilityChecksum = 0x1;
constexpr quint32 capabilityPreBoot = 0x4;

TransportEngine::Providers folderOnly()
{
    TransportEngine::Providers providers;
    providers.push_back(std::make_unique<FolderProvider>());
    return providers;
}

/// The live one of that name, else a tombstone (Choice I03: compared exactly).
const NamespaceInfo *findNamespace(const Inventory &inventory, const QString &name)
{
    const NamespaceInfo *found = nullptr;
    for (const NamespaceInfo &row : inventory.namespaces) {
        if (row.name == name && (!found || found->tombstoned))
            found = &row;
    }
    return found;
}

/// An answer that is already known, still given from a queued call.
template <class T>
QFuture<Result<T>> answered(QObject *context, Result<T> result)
{
    const PendingReply<T> reply;
    reply.answer(context, std::move(result));
    return reply.future();
}

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
    : TransportEngine(settings, folderOnly(), parent)
{
}

TransportEngine::TransportEngine(const EngineSettings &settings, Providers providers, QObject *parent)
    : TransportServer(parent)
    , m_settings(settings)
    , m_providers(std::move(providers))
    , m_ledger([this](const InventoryEvent &event) { Q_EMIT eventRaised(event); })
    , m_sessions(new SessionTable(settings, m_ledger, this))
{
    connect(m_sessions, &SessionTable::contentGone, this, &TransportEngine::removeIfDrained);
    m_ledger.write(ServerInfo{
        .name = settings.serverName.isEmpty() ? QSysInfo::machineHostName() : settings.serverName,
        .version = QStringLiteral(CASTDECK_VERSION),
    });
}

TransportEngine::~TransportEngine()
{
    // They write into the ledger, which is a member.
    delete m_sessions;
}

Result<void> TransportEngine::restore(Store *store)
{
    const auto rows = store->namespaces();
    if (!rows)
        return tl::unexpected(rows.error());
    const auto last = store->lastNamespaceId();
    if (!last)
        return tl::unexpected(last.error());
    m_store = store;
    m_lastNamespaceId = last->value();
    for (const NamespaceInfo &row : *rows) {
        // A disk that is not there yet is no reason to forget what is published from it.
        const ContentProvider *const source = provider(row.contentProvider);
        const auto usable = source ? source->check(row.configuration)
                                   : failure(ErrorCode::ContentProviderNotFound, row.contentProvider);
        if (!usable)
            qCWarning(log) << "namespace" << row.name
                           << "cannot be served now:" << errorName(usable.error().code)
                           << usable.error().detail;
        m_ledger.write(row);
    }
    return {};
}

QFuture<Result<Inventory>> TransportEngine::inventory()
{
    // Taken when the future finishes: what was raised before is in it, what is raised later is not.
    const PendingReply<Inventory> reply;
    QMetaObject::invokeMethod(
        this, [this, reply] { reply.answerNow(m_ledger.inventory()); }, Qt::QueuedConnection);
    return reply.future();
}

const ContentProvider *TransportEngine::provider(const QString &name) const
{
    const auto found = std::ranges::find_if(m_providers, [&](const auto &p) { return p->name() == name; });
    return found == m_providers.end() ? nullptr : found->get();
}

Result<void> TransportEngine::checkNamespace(const NamespaceInfo &what) const
{
    if (m_shuttingDown)
        return failure(ErrorCode::InvalidOperation, QStringLiteral("the server is shutting down"));
    if (!isNamespaceName(what.name))
        return failure(ErrorCode::InvalidNamespaceName, what.name);
    if (what.type != NamespaceType::AutoCast)
        return failure(ErrorCode::InvalidOperation,
                       toText(what.type) % QStringLiteral(": only autocast is offered"));
    const NamespaceInfo *const taken = findNamespace(m_ledger.inventory(), what.name);
    if (taken && !taken->tombstoned)
        return failure(ErrorCode::NamespaceAlreadyExists, what.name);
    const ContentProvider *const source = provider(what.contentProvider);
    if (!source)
        return failure(ErrorCode::ContentProviderNotFound, what.contentProvider);
    return source->check(what.configuration);
}

QFuture<Result<NamespaceReport>> TransportEngine::registerNamespace(const NamespaceInfo &what)
{
    if (const auto usable = checkNamespace(what); !usable)
        return answered<NamespaceReport>(this, tl::unexpected(usable.error()));
    NamespaceInfo row = what;
    row.id = NamespaceId(++m_lastNamespaceId);
    row.tombstoned = false;
    if (m_store) {
        if (const auto saved = m_store->save(row); !saved)
            return answered<NamespaceReport>(this, tl::unexpected(saved.error()));
    }
    m_ledger.write(row);
    m_ledger.announce(noticeOf(Notice::Kind::NamespaceRegistered, row.name));
    return answered<NamespaceReport>(this, NamespaceReport{m_ledger.revision(), row.id});
}

QFuture<Result<NamespaceReport>> TransportEngine::deregisterNamespace(NamespaceId id, bool terminate,
                                                                      const DisconnectOrder &order)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(id);
    if (!known)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotFound, idText(id.value())));
    if (terminate && order.type == DisconnectType::Unknown)
        return answered<NamespaceReport>(
            this, failure(ErrorCode::InvalidParameter, QStringLiteral("disconnect type")));
    if (!terminate && known->tombstoned)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotRegistered, known->name));

    if (!known->tombstoned) {
        if (m_store) {
            if (const auto removed = m_store->remove(id); !removed)
                return answered<NamespaceReport>(this, tl::unexpected(removed.error()));
        }
        NamespaceInfo row = *known;
        row.tombstoned = true;
        m_ledger.write(row);
        Notice notice = noticeOf(Notice::Kind::NamespaceDeregistered, row.name);
        addWords(notice, order);
        m_ledger.announce(notice);
    }
    m_sessions->dismissFailures(id);
    removeIfDrained(id);

    const PendingReply<NamespaceReport> reply;
    const auto answer = [this, id, reply](const DisconnectReport &) {
        reply.answer(this, NamespaceReport{m_ledger.revision(), id});
    };
    if (terminate)
        m_sessions->terminate(m_sessions->of(id), order, answer);
    else
        answer({});
    return reply.future();
}

void TransportEngine::removeIfDrained(NamespaceId id)
{
    const NamespaceInfo *const row = m_ledger.inventory().find(id);
    if (row && row->tombstoned && m_sessions->of(id).isEmpty())
        m_ledger.remove(id);
}

QFuture<Result<QList<NamespaceInfo>>> TransportEngine::retrieveNamespaces(const NamespaceFilter &filter)
{
    QList<NamespaceInfo> rows = m_ledger.inventory().namespaces;
    rows.removeIf([&](const NamespaceInfo &row) { return !filter.matches(row); });
    return answered<QList<NamespaceInfo>>(this, rows);
}

QFuture<Result<SetupInfo>> TransportEngine::setup()
{
    SetupInfo info{m_ledger.inventory().server.version, FeatureTransportServer, ProtocolMulticast, {}};
    for (const auto &source : m_providers)
        info.contentProviders.append({source->name(), source->description(), true});
    return answered<SetupInfo>(this, info);
}

QFuture<Result<NamespaceReport>> TransportEngine::replaceNamespace(NamespaceId, const NamespaceInfo &, bool,
                                                                   const DisconnectOrder &)
{
    return answered<NamespaceReport>(this,
                                     failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<NamespaceReport>> TransportEngine::startTransmission(NamespaceId)
{
    return answered<NamespaceReport>(this,
                                     failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<NamespaceReport>> TransportEngine::setMinimumClients(NamespaceId, quint32)
{
    return answered<NamespaceReport>(this,
                                     failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<NamespaceReport>> TransportEngine::rearmNamespace(NamespaceId, const QDateTime &)
{
    return answered<NamespaceReport>(this,
                                     failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<Policies>> TransportEngine::policies()
{
    return answered<Policies>(this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<PolicyReport>> TransportEngine::commitPolicy(const Policy &)
{
    return answered<PolicyReport>(this,
                                  failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::startService()
{
    return answered<DisconnectReport>(
        this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::stopService(bool, const DisconnectOrder &)
{
    return answered<DisconnectReport>(
        this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::restartService(bool, const DisconnectOrder &)
{
    return answered<DisconnectReport>(
        this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::setServiceEnabled(bool)
{
    return answered<DisconnectReport>(
        this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::readSettings()
{
    return answered<DisconnectReport>(
        this, failure(ErrorCode::InvalidOperation, QStringLiteral("not offered yet")));
}

QFuture<Result<DisconnectReport>> TransportEngine::terminateContent(ContentId id,
                                                                    const DisconnectOrder &order)
{
    if (order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_ledger.inventory().find(id))
        return refused(this, ErrorCode::ContentNotFound, idText(id.value()));
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate(m_sessions->of(id), order,
                          [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<DisconnectReport>> TransportEngine::terminateSession(SessionId id,
                                                                    const DisconnectOrder &order)
{
    if (order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_sessions->contains(id))
        return refused(this, ErrorCode::SessionNotFound, idText(id.value()));
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate({id}, order, [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

QFuture<Result<DisconnectReport>> TransportEngine::disconnectClient(ClientId id, const DisconnectOrder &order)
{
    if (order.type == DisconnectType::Unknown)
        return refused(this, ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    const ClientInfo *const client = m_ledger.inventory().find(id);
    Session *const session = client ? m_sessions->running(client->sessionId) : nullptr;
    if (!session)
        return refused(this, ErrorCode::ClientNotFound, idText(id.value()));
    if (session->isClosing())
        return refused(this, ErrorCode::SessionShutdownInProgress, idText(session->id().value()));
    const PendingReply<DisconnectReport> reply;
    session->disconnectClient(id, order, [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
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
    const bool preBoot = ask.capabilities & capabilityPreBoot;
    const wire::SecurityMode mode = preBoot ? wire::SecurityMode::Checksum : m_settings.authenticatedMode;
    const PendingReply<InitiationGrant> reply;
    grantWithDigest(ask, mode, reply);
    return reply.future();
}

void TransportEngine::grantWithDigest(const InitiationAsk &ask, wire::SecurityMode mode,
                                      const PendingReply<InitiationGrant> &reply)
{
    const auto admission = admit(ask, mode, true);
    if (!admission) {
        reply.answer(this, tl::unexpected(admission.error()));
        return;
    }
    m_digests.request(*admission->source,
                      [this, ask, mode, reply, grant = admission->grant](const Result<QString> &digest) {
                          const Session *const session = m_sessions->running(grant.sessionId);
                          const bool isOver = grant.contentSize > 0 && (!session || session->isClosing());
                          if (!digest) {
                              reply.answerNow(tl::unexpected(digest.error()));
                          } else if (isOver) {
                              // It ended while the content was read; asking twice changes nothing, but gets
                              // the next one.
                              grantWithDigest(ask, mode, reply);
                          } else {
                              InitiationGrant whole = grant;
                              whole.contentDigest = *digest;
                              reply.answerNow(whole);
                          }
                      });
}

Result<InitiationGrant> TransportEngine::initiateUnauthenticated(const InitiationAsk &ask)
{
    InitiationAsk known = ask;
    known.identity.clear();
    known.capabilities |= capabilityChecksum;
    return admit(known, wire::SecurityMode::Checksum, false).map([](const Admission &admission) {
        return admission.grant;
    });
}

Result<TransportEngine::Admission> TransportEngine::admit(const InitiationAsk &ask, wire::SecurityMode mode,
                                                          bool authenticated)
{
    auto admission = lookUp(ask, mode, authenticated);
    if (!admission)
        qCInfo(log) << "refused" << ask.address << ask.identity << "content" << ask.content << "of"
                    << ask.namespaceName << ":" << errorName(admission.error().code)
                    << admission.error().detail;
    return admission;
}

Result<TransportEngine::Admission> TransportEngine::lookUp(const InitiationAsk &ask, wire::SecurityMode mode,
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
    if (mode == wire::SecurityMode::Checksum && !(ask.capabilities & capabilityChecksum))
        return failure(ErrorCode::ClientDoesNotSupportSecurityMode, QStringLiteral("checksum"));

    const auto interface = interfaceFor(ask);
    const SessionKind kind{owner.id, ask.content, interface ? toText(interface->address) : QString(), mode};
    Session *const session = m_shuttingDown ? nullptr : m_sessions->withRoom(kind);
    if (session) {
        session->expect(ask.address, ask.identity);
        return Admission{session->grant(), session->source()};
    }
    return newSession(owner, ask, kind, interface);
}

Result<TransportEngine::Admission> TransportEngine::newSession(const NamespaceInfo &owner,
                                                               const InitiationAsk &ask, SessionKind kind,
                                                               const Result<NetworkInterface> &interface)
{
    auto opened = provider(owner.contentProvider)->open(owner.configuration, ask.content);
    if (!opened && opened.error().code == ErrorCode::ContentNotFound)
        return tl::unexpected(opened.error());
    if (m_shuttingDown || m_sessions->isClosing(kind))
        return failure(ErrorCode::SessionShutdownInProgress, ask.content);

    // What is wrong on this side is shown to the administrator too.
    if (!opened || !interface) {
        const Error error = opened ? interface.error() : opened.error();
        const QString name = interface ? interface->name : m_settings.interfaceName;
        m_sessions->keepFailure(kind, name, opened ? opened->size() : 0, error);
        return tl::unexpected(error);
    }
    const auto source = std::make_shared<const ContentSource>(std::move(*opened));
    if (source->size() == 0)
        return m_sessions->grantOfNothing(kind, *interface).map([&](const InitiationGrant &grant) {
            return Admission{grant, source};
        });
    const auto session = m_sessions->start(kind, *interface, source);
    if (!session)
        return tl::unexpected(session.error());
    (*session)->expect(ask.address, ask.identity);
    return Admission{(*session)->grant(), source};
}

Result<NetworkInterface> TransportEngine::interfaceFor(const InitiationAsk &ask) const
{
    const auto peer = addressFromText(ask.address);
    if (!m_settings.interfaceName.isEmpty() || !peer)
        return findInterface(m_settings.interfaceName);
    // The route to an address of this machine is the loopback, which nobody else hears.
    const auto own = findInterface(ask.address);
    return own ? own : interfaceTowards(*peer);
}

} // namespace castdeck
