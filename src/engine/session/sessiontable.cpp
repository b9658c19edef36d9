// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessiontable.h"

#include "engine/common/notices.h"
#include "engine/session/sessionrows.h"
#include "engine/session/startrule.h"
#include "wire/transportpacket.h"

#include <QRandomGenerator>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr std::chrono::milliseconds RoomDelay(100);
constexpr std::chrono::seconds NoteSpacing(5);
constexpr int NotesBetween = 12; ///< two of a session in which nobody came or went
/// Between two notices that there are too many empty sessions.
constexpr std::chrono::seconds CrowdedSpacing(60);

/// A waiter that is called @p count times and then calls @p done with the sums.
Session::Waiter gather(qsizetype count, const Session::Waiter &done)
{
    struct Sum {
        qsizetype left;
        DisconnectReport report;
    };
    return [sum = std::make_shared<Sum>(Sum{count, {}}), done](const DisconnectReport &report) {
        sum->report.revision = report.revision;
        sum->report.disconnected += report.disconnected;
        sum->report.unanswered += report.unanswered;
        sum->report.unansweredNames += report.unansweredNames;
        if (--sum->left == 0)
            done(sum->report);
    };
}

Notice endNotice(const Session &session, const QString &content, const SessionEnd &end)
{
    Notice notice = noticeOf(Notice::Kind::SessionEnded, content, session.id());
    if (end.kind == SessionEnd::Kind::Failed) {
        notice.kind = Notice::Kind::SessionFailed;
        notice.error = end.error;
    }
    if (session.isClosing()) {
        notice.kind = Notice::Kind::SessionTerminated;
        addWords(notice, *session.order());
        notice.count = end.disconnected;
        notice.names = end.unansweredNames;
    }
    return notice;
}

} // namespace

SessionTable::SessionTable(const EngineSettings &settings, InventoryLedger &ledger, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_clientsMax(settings.parameters.clientsMax)
    , m_starter(settings)
    , m_failed(new FailedSessions(ledger, settings.failedSessionKept, this))
    , m_unicast(ledger, [this] { return m_starter.freshClientId(); })
{
    connect(m_failed, &FailedSessions::dismissed, this, &SessionTable::removeIfUnused);
    m_roomTimer.setSingleShot(true);
    m_roomTimer.setInterval(RoomDelay);
    m_noteTimer.setInterval(NoteSpacing);
    connect(&m_noteTimer, &QTimer::timeout, this, &SessionTable::noteSessions);
    connect(&m_roomTimer, &QTimer::timeout, this, [this] {
        for (const auto &waiter : std::exchange(m_roomWaiters, {}))
            waiter();
    });
}

SessionTable::~SessionTable() = default;

Session *SessionTable::withRoom(const SessionKind &kind, const InitiationAsk &ask) const
{
    Session *room = nullptr;
    for (const auto &[id, session] : m_sessions) {
        if (session->kind() != kind || session->isClosing() || session->isGivenUp())
            continue;
        if (session->expects(ask))
            return session.get();
        if (!room && session->taken() < m_clientsMax)
            room = session.get();
    }
    return room;
}

Result<void> SessionTable::mayStart(const InitiationAsk &ask)
{
    const EmptyLimits most;
    int ofAddress = 0;
    int ofToken = 0;
    int ofStrangers = 0;
    int inAll = 0;
    for (const auto &[id, session] : m_sessions) {
        const InitiationAsk &other = session->madeFor();
        if (session->clientCount() > 0 || other == InitiationAsk())
            continue;
        ++inAll;
        ofAddress += other.address == ask.address;
        ofToken += other.identity == ask.identity;
        ofStrangers += other.identity.isEmpty();
    }
    const bool isStranger = ask.identity.isEmpty();
    const bool isLimited = !ask.address.isEmpty(); // in process nobody is a stranger
    if (!isLimited || (ofAddress < most.perAddress && inAll < most.inAll &&
                       (isStranger ? ofStrangers < most.ofStrangers : ofToken < most.perToken)))
        return {};
    return failure(
        ErrorCode::Busy,
        QStringLiteral("%1 of %2 sessions wait for somebody to join").arg(inAll).arg(m_sessions.size()));
}

/// Whether there is a session in which nobody is. One that expects nobody either goes at once; the others get
/// clients in a moment, or go.
bool SessionTable::askEmptyOneToGo()
{
    bool isAny = false;
    for (const auto &[id, session] : m_sessions) {
        if (session->clientCount() > 0)
            continue;
        isAny = true;
        if (session->taken() == 0 && !session->isClosing()) {
            session->giveUp(); // one is enough for who asks now
            break;
        }
    }
    return isAny;
}

void SessionTable::whenRoom(std::function<void()> waiter)
{
    m_roomWaiters.push_back(std::move(waiter));
}

void SessionTable::makeRoom()
{
    if (!m_roomWaiters.empty() && !m_roomTimer.isActive())
        m_roomTimer.start();
}

bool SessionTable::isClosing(const SessionKind &kind) const
{
    return std::ranges::any_of(m_sessions, [&](const auto &entry) {
        return entry.second->kind() == kind && entry.second->isClosing();
    });
}

Session *SessionTable::running(SessionId id) const
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

QList<SessionId> SessionTable::all() const
{
    QList<SessionId> ids;
    for (const SessionInfo &row : m_ledger.inventory().sessions)
        ids.append(row.id);
    return ids;
}

QList<SessionId> SessionTable::of(ContentId content) const
{
    QList<SessionId> ids;
    for (const SessionInfo &row : m_ledger.inventory().sessions) {
        if (row.contentId == content)
            ids.append(row.id);
    }
    return ids;
}

QList<SessionId> SessionTable::of(NamespaceId namespaceId) const
{
    QList<SessionId> ids;
    for (const ContentInfo &row : m_ledger.inventory().contents) {
        if (row.namespaceId == namespaceId)
            ids += of(row.id);
    }
    return ids;
}

ContentId SessionTable::contentFor(const SessionKind &kind, uint64_t size)
{
    const QList<ContentInfo> &contents = m_ledger.inventory().contents;
    const auto known = std::ranges::find_if(contents, [&](const ContentInfo &row) {
        return row.namespaceId == kind.namespaceId && row.name == kind.content;
    });
    const ContentId id = known == contents.end() ? ContentId(++m_lastContentId) : known->id;
    ContentInfo row{.id = id, .namespaceId = kind.namespaceId, .name = kind.content, .size = size};
    if (known != contents.end() && known->size == size)
        row = *known;
    m_ledger.write(row);
    return id;
}

SessionId SessionTable::freshId() const
{
    SessionId id;
    while (!id.isValid() || contains(id))
        id = SessionId(QRandomGenerator::system()->generate());
    return id;
}

Result<Session *> SessionTable::start(const SessionKind &kind, const NetworkInterface &interface,
                                      const std::shared_ptr<const ContentSource> &source,
                                      const InitiationAsk &ask)
{
    if (const auto may = mayStart(ask); !may) {
        if (m_toldCrowded == Instant::min() || monotonicNow() - m_toldCrowded >= CrowdedSpacing) {
            m_toldCrowded = monotonicNow();
            Notice notice = noticeOf(Notice::Kind::SessionFailed, kind.content);
            notice.by = ask.address;
            notice.error = may.error();
            m_ledger.announce(notice);
        }
        return tl::unexpected(may.error());
    }
    SessionStarter::Plan plan{kind, contentFor(kind, source->size()), freshId(), interface};
    const NamespaceInfo *const owner = m_ledger.inventory().find(kind.namespaceId);
    plan.waitsForStart = owner && waitsForStart(*owner);
    return start(plan, source);
}

Result<Session *> SessionTable::start(const SessionStarter::Plan &plan,
                                      const std::shared_ptr<const ContentSource> &source)
{
    SessionStarter::Plan whole = plan;
    whole.sharedRates = m_rateLimits.of(plan.kind.namespaceId);
    auto started = m_starter.start(whole, source);
    if (!started && started.error().code == ErrorCode::NoSystemResources && askEmptyOneToGo())
        return failure(ErrorCode::Busy, started.error().detail);
    if (!started) {
        keepFailure(plan.kind, plan.interface.name, source->size(), started.error());
        return tl::unexpected(started.error());
    }
    const SessionInfo row = started->row;
    const auto &session =
        m_sessions.emplace(row.id, std::make_unique<Session>(std::move(*started), m_ledger, nullptr))
            .first->second;
    connect(session.get(), &Session::ended, this,
            [this, id = row.id](const SessionEnd &end) { sessionEnded(id, end); });
    note(*session);
    if (!m_noteTimer.isActive())
        m_noteTimer.start();
    connect(session.get(), &Session::clientCame, this, &SessionTable::makeRoom);
    connect(session.get(), &Session::clientLeft, this,
            [this](const ClientInfo &client) { m_unicast.remember(client); });
    connect(session.get(), &Session::clientCut, this,
            [this, id = row.id](const QString &address, const QString &name) {
                Q_EMIT clientCut(id, address, name);
            });
    connect(session.get(), &Session::slowClientFound, this,
            [this, id = row.id](const SlowClientPolicy::Verdict &verdict) {
                if (Session *const found = running(id))
                    sendAway(*found, verdict);
            });
    session->setSlowClientRules(m_slowClientRules);
    m_ledger.write(row);
    m_ledger.announce(noticeOf(Notice::Kind::SessionStarted, plan.kind.content, row.id));
    // It can be had again, so the failure of before says nothing any more.
    m_failed->dismissAllOf(plan.contentId);
    return session.get();
}

void SessionTable::setDefaultRateLimit(uint64_t limit)
{
    m_starter.setRateLimit(limit);
    for (const auto &[id, session] : m_sessions)
        session->setDefaultRateLimit(limit);
}

Result<void> SessionTable::setRateLimit(const RateLimit &limit)
{
    if (limit.scope == RateScope::Session) {
        Session *const session = running(SessionId(limit.id));
        if (!session)
            return failure(ErrorCode::SessionNotFound, QString::number(limit.id));
        session->setRateLimit(limit.bytesPerSecond);
        return {};
    }
    m_rateLimits.set(limit);
    for (const auto &[id, session] : m_sessions)
        session->lookAgain();
    return {};
}

QList<RateLimit> SessionTable::rateLimits() const
{
    QList<RateLimit> limits = m_rateLimits.all();
    for (const auto &[id, session] : m_sessions) {
        if (const uint64_t own = session->ownRateLimit().value_or(0); own > 0)
            limits.append({RateScope::Session, id.value(), own});
    }
    return limits;
}

void SessionTable::setSlowClientRules(const SlowClientPolicy::Rules &rules)
{
    m_slowClientRules = rules;
    for (const auto &[id, session] : m_sessions)
        session->setSlowClientRules(rules);
}

Session *SessionTable::lowerSession(const Session &upper)
{
    SessionKind kind = upper.kind();
    ++kind.tier;
    const auto found = std::ranges::find_if(m_sessions, [&](const auto &entry) {
        const Session &session = *entry.second;
        return session.kind() == kind && !session.isClosing() && session.taken() < m_clientsMax &&
               session.settings().key == upper.settings().key &&
               session.settings().blockSize == upper.settings().blockSize;
    });
    if (found != m_sessions.end())
        return found->second.get();
    SessionStarter::Plan plan{kind, upper.contentId(), freshId(), upper.settings().interface};
    plan.upper = &upper.settings();
    const auto started = start(plan, upper.source());
    return started ? *started : nullptr;
}

void SessionTable::sendAway(Session &session, const SlowClientPolicy::Verdict &verdict)
{
    const bool demotes = verdict.action == SlowClientPolicy::Action::Demote;
    const DisconnectOrder order{
        verdict.fallback ? DisconnectType::Fallback : DisconnectType::Abort,
        QStringLiteral("too slow: held the session at %1 kB/s, the limit is %2 kB/s")
            .arg(verdict.rate / 1024)
            .arg(m_slowClientRules.threshold / 1024),
        QStringLiteral("slow-client policy"),
    };
    if (!demotes)
        session.kickClient(verdict.client, verdict.fallback ? wire::KickFallback : wire::KickPolicy, order);
    else if (Session *const lower = lowerSession(session)) // else it is in sight as failed, and tried again
        session.demoteClient(verdict.client, *lower, order);
}

Result<InitiationGrant> SessionTable::grantIn(Session &session)
{
    InitiationGrant grant = session.grant();
    if (session.kind().mode == wire::SecurityMode::Encrypted) {
        const auto member = m_starter.addMember(grant);
        if (!member)
            return tl::unexpected(member.error());
        session.admit(*member);
    }
    return grant;
}

Result<InitiationGrant> SessionTable::grantOfNothing(const SessionKind &kind,
                                                     const NetworkInterface &interface)
{
    return m_starter.grantOfNothing({kind, ContentId(), freshId(), interface});
}

void SessionTable::keepFailure(const SessionKind &kind, const QString &interfaceName, uint64_t size,
                               const Error &error)
{
    SessionInfo row;
    row.id = freshId();
    row.contentId = contentFor(kind, size);
    row.interfaceName = interfaceName;
    row.serverAddress = kind.interfaceAddress;
    if (!m_failed->keep(row, error))
        return;
    EndedSession record;
    record.startedAt = record.endedAt = QDateTime::currentDateTimeUtc();
    record.outcome = SessionOutcome::Failed;
    record.error = error;
    Q_EMIT sessionOver(completed(record, row, kind, size));
}

EndedSession SessionTable::completed(EndedSession record, const SessionInfo &row, const SessionKind &kind,
                                     uint64_t size) const
{
    const NamespaceInfo *const owner = m_ledger.inventory().find(kind.namespaceId);
    record.id = row.id;
    record.namespaceName = owner ? owner->name : QString();
    record.contentName = kind.content;
    record.contentSize = size;
    record.interfaceName = row.interfaceName;
    record.serverAddress = row.serverAddress;
    record.groupAddress = row.groupAddress;
    record.port = row.port;
    return record;
}

void SessionTable::note(const Session &session)
{
    Q_EMIT sessionNoted(completed(session.soFar(), session.row(), session.kind(), session.source()->size()));
}

/// All now and then, and sooner those with others in it.
void SessionTable::noteSessions()
{
    const bool isAll = ++m_notes % NotesBetween == 0;
    for (const auto &[id, session] : m_sessions) {
        if (session->hasOthers() || isAll)
            note(*session);
    }
    if (isIdle())
        m_noteTimer.stop();
}

void SessionTable::terminate(const QList<SessionId> &ids, const DisconnectOrder &order,
                             const Session::Waiter &waiter)
{
    QList<Session *> sessions;
    for (const SessionId id : ids) {
        m_failed->dismiss(id);
        if (Session *session = running(id))
            sessions.append(session);
    }
    if (sessions.isEmpty()) {
        waiter({m_ledger.revision(), 0, 0, {}});
        return;
    }
    const Session::Waiter each = gather(sessions.size(), waiter);
    for (Session *session : std::as_const(sessions)) {
        if (order.type == DisconnectType::Abort)
            Q_EMIT sessionCut(session->id());
        session->terminate(order, each);
    }
}

bool SessionTable::hasStrays() const
{
    return std::ranges::any_of(m_sessions, [this](const auto &entry) {
        return !m_starter.ranges().contains(entry.second->group());
    });
}

void SessionTable::startTransmission(NamespaceId namespaceId)
{
    const QList<SessionId> ids = of(namespaceId);
    for (const SessionId id : ids) {
        if (Session *const session = running(id))
            session->startTransmission();
    }
}

void SessionTable::dismissFailures(NamespaceId namespaceId)
{
    const QList<SessionId> ids = of(namespaceId);
    for (const SessionId id : ids)
        m_failed->dismiss(id);
}

void SessionTable::sessionEnded(SessionId id, const SessionEnd &end)
{
    auto node = m_sessions.extract(id);
    // It is in the middle of its own signal, and its thread object in one of its own.
    Session *const session = node.mapped().release();
    session->setParent(this);
    session->deleteLater();
    m_starter.release(session->group());

    const ContentInfo *const content = m_ledger.inventory().find(session->contentId());
    const NamespaceInfo *const owner = m_ledger.inventory().find(session->kind().namespaceId);
    const EndedSession record = session->record(end);
    Q_EMIT sessionOver(completed(record, session->row(), session->kind(), content ? content->size : 0));
    const Notice notice = endNotice(*session, content ? content->name : QString(), end);
    const SessionInfo *const row = m_ledger.inventory().find(id);
    // What failed by itself stays in sight with its error, where there is somebody to look; whatever else
    // ended goes, and its content if nothing else carries it.
    if (notice.kind == Notice::Kind::SessionFailed && row && owner && !owner->tombstoned) {
        m_failed->keep(*row, end.error.value_or(Error{}));
    } else {
        m_ledger.remove(id, sessionEnding(record, end.disconnected));
        removeIfUnused(session->contentId());
        m_ledger.announce(notice);
    }
    // Whoever waits comes last: then group, port and row are free, as their report says.
    makeRoom();
    session->answerWaiters(
        {m_ledger.revision(), end.disconnected, quint32(end.unansweredNames.size()), end.unansweredNames});
    if (isIdle())
        Q_EMIT idle();
}

void SessionTable::removeIfUnused(ContentId id)
{
    const ContentInfo *const content = m_ledger.inventory().find(id);
    if (!content || !of(id).isEmpty())
        return;
    const NamespaceId owner = content->namespaceId;
    m_ledger.remove(id);
    Q_EMIT contentGone(owner);
}

} // namespace castdeck
