// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/sessionoffer.h"

#include "transport/content/hashtree.h"
#include "transport/net/socketaddress.h"

#include <QRegularExpression>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr quint32 AlgorithmHmac = 0x8009;
constexpr quint32 AlgorithmSha256 = 0x800C;
/// Bytes of the longest that there is; nothing longer is repeated to the server.
constexpr qsizetype UserSidMax = 68;
constexpr qsizetype VersionMax = 256; ///< characters of a contentVersion that count

tl::unexpected<Error> unusable(const char *field)
{
    return failure(ErrorCode::ProtocolViolation, QString::fromLatin1(field));
}

/// One direction of secMode; a server that names no modes means the strongest it gave a key for (§3.3).
wire::SecurityMode modeOf(const InitiationGrant &grant, quint32 number)
{
    if (grant.secMode != 0)
        return static_cast<wire::SecurityMode>(std::min(number, 0xFFU));
    return grant.symKey.isEmpty() ? wire::SecurityMode::None : wire::SecurityMode::Hash;
}

bool isUsable(wire::SecurityMode mode)
{
    return mode == wire::SecurityMode::None || mode == wire::SecurityMode::Hash ||
           mode == wire::SecurityMode::Checksum || mode == wire::SecurityMode::Encrypted;
}

/// The rules are those of the UDP reply, so its reader is asked.
Result<wire::InitiationReply> sessionOf(const InitiationGrant &grant)
{
    const auto group = addressFromText(grant.multicastAddress);
    const auto server = addressFromText(grant.unicastAddress);
    if (!group || !server)
        return unusable("multicastAddress or unicastAddress");
    if (grant.sessionId.value() > UINT32_MAX)
        return unusable("sessionId");
    const wire::InitiationReply reply{{*group, grant.multicastPort},
                                      {*server, grant.unicastPort},
                                      grant.contentSize,
                                      grant.blockSize,
                                      grant.totalBlocks,
                                      static_cast<uint32_t>(grant.sessionId.value())};
    std::array<uint8_t, 1200> bytes;
    const size_t size = wire::encode(bytes, reply);
    const auto checked = wire::decodeInitiationReply({bytes.data(), size});
    if (!checked)
        return unusable("group, ports or sizes");
    return reply;
}

/// It goes into a URL as it is.
bool isTicket(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[0-9A-Za-z_-]{16,128}$"));
    return form.match(text).hasMatch();
}

/// Without a digest or a tree nothing tells whether what somebody else has is the same version of the
/// content.
QUrl elsewhere(const InitiationGrant &grant)
{
    const QUrl url(grant.fallbackUrl, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    const bool isVerified = grant.hashTree || !grant.contentDigest.isEmpty();
    const bool usable = isHttp && !url.host().isEmpty() && isVerified;
    return usable ? url : QUrl();
}

} // namespace

Result<SessionOffer> offerOf(const InitiationGrant &grant)
{
    const auto session = sessionOf(grant);
    if (!session)
        return tl::unexpected(session.error());
    SessionOffer offer{.session = *session,
                       .serverMode = modeOf(grant, grant.secMode >> 16),
                       .clientMode = modeOf(grant, grant.secMode & 0xFFFF),
                       .contentVersion = grant.contentVersion.left(VersionMax)};
    if (grant.userSid.size() <= UserSidMax)
        offer.userSid.assign(grant.userSid.begin(), grant.userSid.end());
    offer.fallbackUrl = elsewhere(grant);
    if (grant.fallbackPort != 0 && isTicket(grant.fallbackTicket)) {
        offer.fallbackPort = grant.fallbackPort;
        offer.fallbackPath = QStringLiteral("/content/") + grant.fallbackTicket;
    }
    if (grant.hashTree && grant.contentSize > 0) {
        if (offer.fallbackPort == 0 || grant.contentSize > HashTree::ContentMost)
            return unusable("hashTree");
        offer.treePath = QStringLiteral("/tree/") + grant.fallbackTicket;
    }
    if (!isUsable(offer.serverMode) || !isUsable(offer.clientMode) ||
        (grant.secMode == 0 && !grant.signKey.isEmpty()))
        return unusable("secMode");
    if (offer.serverMode == wire::SecurityMode::Hash || offer.clientMode == wire::SecurityMode::Hash) {
        if (grant.symKey.size() != qsizetype(offer.key.size()))
            return unusable("symKey");
        if (grant.hashAlgId != AlgorithmSha256 || grant.hmacAlgId != AlgorithmHmac)
            return unusable("hashAlgId or hmacAlgId");
        std::ranges::copy(grant.symKey, offer.key.begin());
    }
    // One direction alone is never encrypted: keys come with it.
    if (offer.isEncrypted() != (offer.clientMode == wire::SecurityMode::Encrypted))
        return unusable("secMode");
    if (offer.isEncrypted()) {
        if (grant.memberNumber == 0 || grant.memberSecret.size() != qsizetype(offer.member.secret.size()))
            return unusable("memberNumber or memberSecret");
        offer.member.number = grant.memberNumber;
        std::ranges::copy(grant.memberSecret, offer.member.secret.begin());
    }
    if (!grant.contentDigest.isEmpty()) {
        offer.digest = ContentDigest::fromText(grant.contentDigest);
        if (!offer.digest)
            return unusable("contentDigest");
    }
    return offer;
}

ReceivingSettings settingsFor(const SessionOffer &offer, const NetworkInterface &interface,
                              const QString &clientName)
{
    ReceivingSettings settings;
    settings.sessionId = offer.session.sessionId;
    settings.group = offer.session.group;
    settings.server = offer.session.server;
    settings.serverMode = offer.serverMode;
    settings.clientMode = offer.clientMode;
    settings.key = offer.key;
    settings.member = offer.member;
    settings.clientName = clientName;
    settings.clientAddress = interface.address;
    settings.userSid = offer.userSid;
    return settings;
}

} // namespace castdeck
