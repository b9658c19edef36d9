// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/download.h"

#include "apps/receiver/asking.h"
#include "apps/receiver/fallback.h"
#include "apps/receiver/obstacle.h"
#include "apps/receiver/slowness.h"
#include "apps/receiver/target.h"
#include "apps/receiver/treefetch.h"
#include "apps/receiver/udpinitiation.h"
#include "transport/net/ratemeter.h"
#include "transport/net/socketaddress.h"
#include "transport/receiving/receivingloop.h"

#include <QRandomGenerator>
#include <array>
#include <poll.h>

namespace castdeck
{

namespace
{

/// Without a packet from the group this long after joining, something is told.
constexpr std::chrono::seconds NoDataAfter(5);

/// How long a session may keep us waiting. With another way at hand, whatever happens to multicast leads
/// there within fifteen seconds, the time of asking the server again included.
struct Patience {
    std::chrono::milliseconds noData;
    std::chrono::milliseconds inactivity;
    int joinAttempts; ///< half a second each
};
using namespace std::chrono_literals;
constexpr Patience Only{30s, 30s, 60};       ///< there is no other way
constexpr Patience First{10s, 8s, 14};       ///< there is one
constexpr Patience AfterSilence{6s, 6s, 12}; ///< and the session before was of no use
constexpr std::chrono::milliseconds ReportInterval(250);
constexpr std::chrono::milliseconds JsonReportInterval(1000);
/// Blocks between two gaps that are asked for as one (multicast-application A17).
constexpr uint64_t GapsJoined = 32;
/// A server keeps a place in a session for half a minute, while what is there of an earlier start may take
/// longer to check.
constexpr std::chrono::seconds PlaceKept(15);
/// Sessions in a row that may bring nothing.
constexpr int BarrenSessionsMost = 2;
/// Times that the content may be replaced at the server while it is on its way to us.
constexpr int ReplacementsMost = 5;

Outcome cancelled()
{
    return notStarted({ErrorCode::Cancelled, {}});
}

/// One download from the first question to the last byte on the device.
class Download
{
public:
    Download(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
        : m_options(options), m_reporter(reporter), m_stop(stopDescriptor)
    {
    }

    Outcome run();

private:
    std::optional<Outcome> open();
    Outcome receiveAll();
    ReceivingEnd receive(int barren);
    ReceivingSettings settings(const NetworkInterface &interface, int barren) const;
    Outcome outcomeWithObstacle(const ReceivingEnd &end) const;
    bool mayFallBack() const;
    Outcome fallBack(Outcome why);
    UnicastEnd fetch(const UnicastPlace &place, const Outcome &why);
    Outcome finish();
    bool lacksTree() const;
    Outcome finishByDigest();
    void fetchTree();
    QString sessionName(uint32_t id) const;
    std::optional<Outcome> renew();
    void report(const ReceivingStatus &status, Way way);
    std::chrono::milliseconds interval() const
    {
        return m_options.json ? JsonReportInterval : ReportInterval;
    }
    uint64_t bytes() const { return m_target ? m_target->writer().bytesWritten() : 0; }

    ReceiverOptions m_options;
    Reporter &m_reporter;
    const int m_stop;
    Granted m_granted;
    std::unique_ptr<Target> m_target;
    std::unique_ptr<TreeFetch> m_treeFetch; ///< for the target's verifier
    RateMeter m_rate{monotonicNow()};
    Slowness m_slowness;
    uint64_t m_counted = 0; ///< bytes that m_rate knows of
    bool m_warned = false;
    bool m_hasNoBlocks = false; ///< small packets came in the session, and none with a full block
    int m_replacements = 0;     ///< of the content at the server
};

Outcome Download::run()
{
    auto granted = ask(m_options, m_reporter, m_stop);
    if (!granted)
        return granted.error();
    m_granted = std::move(*granted);
    m_reporter.found(m_granted.offer);
    const Instant grantedAt = monotonicNow();
    if (const auto problem = open())
        return *problem;
    // The server may have given our place away while we read what is here; a refusal then is no reason not to
    // try the session that it granted.
    if (!m_target->writer().isComplete() && monotonicNow() - grantedAt >= PlaceKept) {
        if (const auto problem = renew(); problem && problem->kind != Outcome::Kind::Refused)
            return *problem;
    }
    // With nothing to ask for (multicast-application A02), or nothing any more, nobody is asked.
    Outcome outcome = m_target->writer().isComplete() ? finish() : receiveAll();
    outcome.bytes = bytes();
    outcome.partial = outcome.kind != Outcome::Kind::Complete && m_options.toFile();
    // After anything else the next start goes on from it; blocks of a wrong content are good for nothing.
    if (m_target && (outcome.kind == Outcome::Kind::Complete || outcome.kind == Outcome::Kind::Corrupt))
        m_target->discardJournal();
    return outcome;
}

std::optional<Outcome> Download::open()
{
    m_treeFetch.reset();
    m_target.reset(); // its lock
    auto target = Target::open(m_options, m_granted.offer, m_reporter, m_stop);
    if (!target)
        return target.error().code == ErrorCode::Cancelled ? cancelled() : failed(target.error());
    m_target = std::move(*target);
    m_counted = bytes();
    fetchTree();
    return std::nullopt;
}

/// From where the newest offer says. It comes when it comes, and nobody waits for it as long as there is
/// something else to do.
void Download::fetchTree()
{
    m_treeFetch.reset();
    PieceVerifier *const verifier = m_target->verifier();
    if (!verifier || verifier->hasTree())
        return;
    const auto place = treePlace(m_options, m_granted.offer);
    if (place)
        m_treeFetch = std::make_unique<TreeFetch>(*place, m_granted.offer.session.contentSize, *verifier);
    else
        verifier->giveUp(place.error());
}

/// As the server's people know it.
QString Download::sessionName(uint32_t id) const
{
    return QStringLiteral("session %1 of %2").arg(id).arg(toText(m_granted.offer.session.server.address));
}

bool Download::mayFallBack() const
{
    return !m_options.noFallback &&
           (m_granted.offer.fallbackPort != 0 || !m_granted.offer.fallbackUrl.isEmpty());
}

Outcome Download::outcomeWithObstacle(const ReceivingEnd &end) const
{
    const wire::InitiationReply &session = m_granted.offer.session;
    const auto &interface = m_granted.interface;
    Outcome outcome = outcomeOf(end);
    // The server sees that this machine does not get on, and may say so before we do; why, it cannot know.
    ReceivingEnd seen = end;
    if (end.kind == ReceivingEnd::Kind::KickedFallback && m_hasNoBlocks)
        seen.kind = ReceivingEnd::Kind::NoBlocks;
    outcome.obstacle = obstacleOf(seen, factsOf(session.server, session.group, session.blockSize,
                                                interface ? std::optional(*interface) : std::nullopt));
    return outcome;
}

/// By multicast as long as that brings something, else the other way. A session that fell silent may be there
/// again in a moment, under another number if the server was started anew.
Outcome Download::receiveAll()
{
    using Kind = ReceivingEnd::Kind;
    for (int barren = 0;;) {
        const uint64_t bytesBefore = bytes();
        const uint32_t session = m_granted.offer.session.sessionId;
        const ReceivingEnd end = receive(barren);
        if (end.kind == Kind::Failed && lacksTree())
            return finishByDigest();
        Outcome outcome = outcomeWithObstacle(end);
        const auto leave = [&] { return mayFallBack() ? fallBack(std::move(outcome)) : outcome; };
        // Asking again would lead into the same session, with the same in its way.
        if (end.kind == Kind::KickedFallback || end.kind == Kind::NoData || end.kind == Kind::NoBlocks ||
            end.kind == Kind::NotOpened)
            return leave();
        // Complete, or somebody wants it to end: the person here, an administrator, a policy.
        if (end.kind != Kind::Inactive && end.kind != Kind::NoAnswer)
            return outcome;
        barren = bytes() > bytesBefore ? 0 : barren + 1;
        if (barren >= BarrenSessionsMost)
            return leave();
        m_reporter.askingAgain();
        if (const auto problem = renew()) // what was granted before is good for the other way, still
            return problem->kind == Outcome::Kind::Refused ? leave() : *problem;
        if (m_target->writer().isComplete())
            return finish();
        // A session that never answered, and is still the one that is offered, will not answer now.
        const bool isSame = m_granted.offer.session.sessionId == session;
        if (end.kind == Kind::NoAnswer && isSame && mayFallBack())
            return leave();
    }
}

/// A server that was restarted has other sessions, keys and tickets; one whose content was replaced has
/// another one.
std::optional<Outcome> Download::renew()
{
    auto granted = askAgain(m_options, m_reporter, m_stop);
    if (!granted)
        return granted.error();
    m_granted = std::move(*granted);
    m_reporter.found(m_granted.offer);
    if (m_target->fits(m_options, m_granted.offer)) {
        fetchTree();
        return std::nullopt;
    }
    // What has gone down a pipe cannot be taken back.
    if (m_options.toStandardOutput() && bytes() > 0)
        return failed({ErrorCode::ContentChanged, m_options.content});
    ++m_replacements;
    return open();
}

ReceivingSettings Download::settings(const NetworkInterface &interface, int barren) const
{
    ReceivingSettings settings = settingsFor(m_granted.offer, interface, m_options.clientName);
    settings.macAddress = macBytes(interface);
    settings.parameters.joinGaps = m_options.joinGaps ? GapsJoined : 0;
    settings.seed = QRandomGenerator::system()->generate64();
    const Patience patience = !mayFallBack() ? Only : barren > 0 ? AfterSilence : First;
    settings.parameters.noData = patience.noData;
    settings.parameters.inactivity = patience.inactivity;
    settings.parameters.joinAttempts = patience.joinAttempts;
    return settings;
}

ReceivingEnd Download::receive(int barren)
{
    const auto &interface = m_granted.interface;
    if (!interface)
        return {ReceivingEnd::Kind::NotOpened, {}, {}, interface.error()};
    auto loop =
        ReceivingLoop::open(settings(*interface, barren), *interface, m_target->writer(), m_target->sink());
    if (!loop)
        return {ReceivingEnd::Kind::NotOpened, {}, {}, loop.error()};
    ReceivingLoop::Options how;
    how.stopDescriptor = m_stop;
    how.reportInterval = interval();
    how.report = [this](const ReceivingStatus &status) {
        report(status, Way::Multicast);
        const bool hasData = m_granted.offer.session.totalBlocks > 1 ? status.counters.fullBlocks > 0
                                                                     : status.counters.dataPackets > 0;
        m_hasNoBlocks = status.counters.groupPackets > 0 && !hasData;
        if (!m_warned && status.inSession >= NoDataAfter && status.counters.groupPackets == 0) {
            m_warned = true;
            m_reporter.noData(outcomeWithObstacle({ReceivingEnd::Kind::NoData, {}, {}, {}}).obstacle);
        }
    };
    how.moved = [this](const ReceivingMove &move) {
        m_target->writer().comesFrom(sessionName(move.sessionId));
        m_reporter.moved(move);
    };
    m_target->writer().comesFrom(sessionName(m_granted.offer.session.sessionId));
    return (*loop)->run(how);
}

void Download::report(const ReceivingStatus &status, Way way)
{
    const Instant now = monotonicNow();
    m_rate.add(std::max(status.bytesWritten, m_counted) - m_counted, now);
    m_counted = status.bytesWritten;
    const ProgressReport report{status, m_granted.offer.session.contentSize, m_rate.bytesPerSecond(now), way};
    m_reporter.progress(report, now);
    // By unicast nobody waits for this machine.
    if (const auto why = way == Way::Unicast ? std::nullopt : m_slowness.look(report, now))
        m_reporter.slow(*why);
}

UnicastEnd Download::fetch(const UnicastPlace &place, const Outcome &why)
{
    BlockWriter &writer = m_target->writer();
    const QString url = place.url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo);
    writer.comesFrom(url);
    m_reporter.fallingBack(url, m_granted.offer.session.contentSize - writer.bytesWritten(), why);
    UnicastDownload::Options how;
    how.stopDescriptor = m_stop;
    how.reportInterval = interval();
    how.report = [&] {
        ReceivingStatus status;
        status.state = ReceivingState::Regular;
        status.verifying = writer.isVerifying();
        status.percent = writer.percent();
        status.bytesWritten = writer.bytesWritten();
        report(status, Way::Unicast);
    };
    return UnicastDownload(place, writer, m_target->sink(), how).run();
}

/// Wherever it can be had; with what the server says now if a place does not know it any more, as often as
/// that brings something. A content that was replaced meanwhile is another cast: that begins anew.
Outcome Download::fallBack(Outcome why)
{
    for (int barren = 0; barren < BarrenSessionsMost;) {
        const uint64_t bytesBefore = bytes();
        const int replacements = m_replacements;
        const auto places = unicastPlaces(m_options, m_granted.offer);
        if (!places)
            return failed(places.error());
        bool gone = false;
        why.otherWayTried = true;
        for (const UnicastPlace &place : *places) {
            const UnicastEnd end = fetch(place, why);
            if (end.kind == UnicastEnd::Kind::Complete)
                return finish();
            if (end.kind == UnicastEnd::Kind::Cancelled)
                return cancelled();
            if (end.kind == UnicastEnd::Kind::Local)
                return lacksTree() ? finishByDigest() : failed(*end.error);
            gone = end.kind == UnicastEnd::Kind::Gone;
            why.error = end.error;
        }
        // No place can be reached, which a new ticket does not change.
        if (!gone)
            break;
        barren = bytes() > bytesBefore ? 0 : barren + 1;
        if (const auto problem = renew()) {
            if (problem->kind != Outcome::Kind::Refused)
                return *problem;
            break;
        }
        if (m_target->writer().isComplete())
            return finish();
        if (m_replacements > replacements && m_replacements <= ReplacementsMost)
            return receiveAll();
    }
    return why;
}

Outcome Download::finish()
{
    ReceivingStatus status;
    status.state = ReceivingState::Regular;
    status.finishing = true;
    status.percent = 100;
    status.bytesWritten = bytes();
    report(status, Way::Multicast);
    const auto finished = m_target->sink().finish();
    return finished ? Outcome{} : failed(finished.error());
}

/// Everything is there but the tree.
bool Download::lacksTree() const
{
    const PieceVerifier *const verifier = m_target->verifier();
    return verifier && verifier->treeFailure() && m_target->writer().isVerifying();
}

/// Where the tree is nobody lets us in: a way that is open to the server's management alone. It is asked for
/// the digest, which takes it a while, and everything is read once more.
Outcome Download::finishByDigest()
{
    m_options.hashTree = false;
    auto granted = askAgain(m_options, m_reporter, m_stop);
    if (!granted)
        return granted.error();
    const QString version = m_granted.offer.contentVersion;
    m_granted = std::move(*granted);
    m_treeFetch.reset();
    if (!m_granted.offer.digest || m_granted.offer.contentVersion != version)
        return failed({ErrorCode::ContentChanged, m_options.content});
    BlockWriter &writer = m_target->writer();
    writer.verifyInTheEnd(*m_granted.offer.digest);
    while (!writer.isComplete()) {
        std::array<pollfd, 2> wanted{writer.waitsFor(), pollfd{m_stop, POLLIN, 0}};
        poll(wanted.data(), wanted.size(), -1);
        if (wanted[1].revents)
            return cancelled();
        if (const auto pumped = writer.pump(); !pumped)
            return failed(pumped.error());
    }
    return finish();
}

} // namespace

Outcome download(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
{
    return Download(options, reporter, stopDescriptor).run();
}

} // namespace castdeck
