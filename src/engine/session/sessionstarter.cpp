// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessionstarter.h"

#include "engine/session/sessionkey.h"
#include "transport/net/socketaddress.h"
#include "wire/datapacket.h"

#include <algorithm>
#include <sys/resource.h>

namespace castdeck
{

namespace
{

// CryptoAPI numbers (session-initiation §3.4).
constexpr quint32 algorithmHmac = 0x8009;
constexpr quint32 algorithmSha256 = 0x800C;

InitiationGrant grantOf(const SendingSettings &settings, uint64_t contentSize)
{
    const wire::ContentGeometry geometry{contentSize, settings.blockSize};
    const auto mode = static_cast<quint32>(settings.mode);
    InitiationGrant grant;
    grant.multicastAddress = toText(settings.group.address);
    grant.multicastPort = settings.group.port;
    grant.unicastAddress = toText(settings.interface.address);
    grant.unicastPort = settings.group.port;
    grant.sessionId = settings.id;
    grant.contentSize = contentSize;
    grant.blockSize = settings.blockSize;
    grant.totalBlocks = geometry.totalBlocks();
    grant.secMode = mode | mode << 16;
    if (settings.mode == wire::SecurityMode::Hash) {
        grant.symKey =
            QByteArray(reinterpret_cast<const char *>(settings.key.data()), qsizetype(settings.key.size()));
        grant.hashAlgId = algorithmSha256;
        grant.hmacAlgId = algorithmHmac;
    }
    return grant;
}

/// Descriptors that no session may take: they are for administrators and for the server itself. A quarter of
/// what the system allows, as the system gives out the lowest number that is free.
constexpr rlim_t ReserveMost = 512;

bool isOfReserve(int descriptor)
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<rlim_t>(descriptor) >= limit.rlim_cur - std::min(limit.rlim_cur / 4, ReserveMost);
}

/// 0 if the interface's packets have no room for data.
uint32_t largestBlockOf(const SessionStarter::Plan &plan, int packetMtuMax)
{
    const uint32_t mtu = std::min(packetMtu(plan.interface), static_cast<uint32_t>(packetMtuMax));
    return wire::largestBlock(plan.kind.mode, mtu, plan.interface.address.length == 16);
}

QString mtuText(const NetworkInterface &interface)
{
    return QStringLiteral("%1: an MTU of %2 has no room for data").arg(interface.name).arg(interface.mtu);
}

/// A descriptor of its own for a session.
Result<ContentSource> sameFile(const ContentSource &source)
{
    auto same = source.duplicate();
    if (same && isOfReserve(same->descriptor()))
        return failure(ErrorCode::NoSystemResources,
                       QStringLiteral("%1: %2 files are open").arg(source.name()).arg(same->descriptor()));
    return same;
}

} // namespace

SessionStarter::SessionStarter(const EngineSettings &settings)
    : m_settings(settings), m_ranges(SessionRanges::from(settings.policies().service))
{
}

void SessionStarter::setRanges(const SessionRanges &ranges)
{
    m_ranges = ranges;
    m_pools.clear();
}

Result<AddressPool *> SessionStarter::pool(const NetworkInterface &interface)
{
    const uint8_t length = interface.address.length;
    const uint8_t other = length == 16 ? 4 : 16;
    if (!m_ranges.groups(length) && m_ranges.groups(other))
        return failure(ErrorCode::NoInterface,
                       toText(interface.address) % QStringLiteral(": not of the family of the groups"));
    if (const auto known = m_pools.find(length); known != m_pools.end())
        return &known->second;
    EngineSettings settings = m_settings;
    settings.groups = m_ranges.groups(length);
    settings.ports = m_ranges.ports;
    AddressPool &made = m_pools.try_emplace(length, settings, interface).first->second;
    for (const wire::Endpoint &group : m_held) {
        if (group.address.length == length)
            made.hold(group);
    }
    return &made;
}

SendingSettings SessionStarter::sendingSettings(const Plan &plan, const wire::Endpoint &group) const
{
    const bool isHashed = plan.kind.mode == wire::SecurityMode::Hash;
    return {
        .id = plan.id,
        .interface = plan.interface,
        .group = group,
        .mode = plan.kind.mode,
        .key = plan.upper ? plan.upper->key
               : isHashed ? randomSessionKey()
                          : wire::SessionKey{},
        .blockSize = plan.upper ? plan.upper->blockSize : largestBlockOf(plan, m_settings.packetMtu),
        .rateLimit = m_settings.rateLimit,
        .sharedRates = plan.sharedRates,
        .hopLimit = m_settings.hopLimit,
        .waitsForStart = plan.waitsForStart,
        .parameters = m_settings.parameters,
    };
}

Result<Session::Start> SessionStarter::start(const Plan &plan,
                                             const std::shared_ptr<const ContentSource> &source)
{
    const auto addresses = pool(plan.interface);
    if (!addresses)
        return tl::unexpected(addresses.error());
    if (largestBlockOf(plan, m_settings.packetMtu) == 0)
        return failure(ErrorCode::NetworkFailure, mtuText(plan.interface));
    AddressPool &pool = **addresses;
    auto group = pool.take();
    if (!group)
        return tl::unexpected(group.error());

    SendingSettings settings = sendingSettings(plan, *group);
    std::vector<uint16_t> taken;
    Result<std::unique_ptr<SendingThread>> thread = failure(ErrorCode::AddressInUse);
    while (true) {
        auto file = sameFile(*source);
        thread = file ? SendingThread::start(settings, std::move(*file), m_clientIds)
                      : Result<std::unique_ptr<SendingThread>>(tl::unexpected(file.error()));
        if (thread || thread.error().code != ErrorCode::AddressInUse)
            break;
        // Held until the search is over, so that it goes on instead of round and round.
        taken.push_back(settings.group.port);
        const auto other = pool.takeOtherPort(settings.group);
        if (!other) {
            thread = failure(ErrorCode::NoSystemResources,
                             other.error().detail % QStringLiteral(" on %1, %2 of them by other programs")
                                                        .arg(toText(plan.interface.address))
                                                        .arg(taken.size()));
            break;
        }
        settings.group = *other;
    }
    for (const uint16_t port : taken)
        pool.giveBackPort(port);
    if (!thread) {
        pool.giveBack(settings.group);
        return tl::unexpected(thread.error());
    }
    m_held.push_back(settings.group);
    SessionInfo row;
    row.id = plan.id;
    row.contentId = plan.contentId;
    row.interfaceName = plan.interface.name;
    row.interfaceMac = plan.interface.macAddress;
    row.serverAddress = toText(plan.interface.address);
    row.groupAddress = toText(settings.group.address);
    row.port = settings.group.port;
    row.tier = quint8(plan.kind.tier);
    row.rateLimit = settings.rateLimit;
    row.startedAt = QDateTime::currentDateTimeUtc();
    row.encrypted = settings.mode == wire::SecurityMode::Encrypted;
    return Session::Start{std::move(*thread),
                          plan.kind,
                          row,
                          grantOf(settings, source->size()),
                          settings,
                          m_settings.parameters.terminationGrace,
                          source};
}

Result<wire::Member> SessionStarter::addMember(InitiationGrant &grant)
{
    const auto secret = wire::randomCipherKey();
    if (!secret)
        return failure(ErrorCode::NoSystemResources, QStringLiteral("no random numbers"));
    if (++m_lastMember == 0)
        ++m_lastMember;
    grant.memberNumber = m_lastMember;
    grant.memberSecret =
        QByteArray(reinterpret_cast<const char *>(secret->data()), qsizetype(secret->size()));
    return wire::Member{m_lastMember, *secret};
}

void SessionStarter::release(const wire::Endpoint &group)
{
    std::erase(m_held, group);
    if (const auto pool = m_pools.find(group.address.length); pool != m_pools.end())
        pool->second.giveBack(group);
}

Result<InitiationGrant> SessionStarter::grantOfNothing(const Plan &plan)
{
    const auto addresses = pool(plan.interface);
    if (!addresses)
        return tl::unexpected(addresses.error());
    if (largestBlockOf(plan, m_settings.packetMtu) == 0)
        return failure(ErrorCode::NetworkFailure, mtuText(plan.interface));
    InitiationGrant grant = grantOf(sendingSettings(plan, (*addresses)->sample()), 0);
    if (plan.kind.mode == wire::SecurityMode::Encrypted) {
        if (const auto member = addMember(grant); !member)
            return tl::unexpected(member.error());
    }
    return grant;
}

} // namespace castdeck
