// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <QByteArray>
#include <QFuture>

namespace castdeck
{

/// What a receiver can do: bits of InitiationAsk::capabilities (session-initiation §3.1).
enum Capability : quint32 {
    CapabilityChecksum = 0x1,     ///< security mode checksum
    CapabilityIpv6 = 0x2,         ///< IPv6 multicast
    CapabilityPreBoot = 0x4,      ///< it runs before the operating system
    CapabilityEncryption = 0x100, ///< security mode encrypted, our own (docs/protocol.md)
    CapabilityHashTree = 0x200,   ///< it verifies by the hash tree, likewise, and gets that by fallbackTicket
};

/// Characters of a machine's name in a session (session-initiation §3.1).
constexpr int ClientNameMax = 15;

/// What a receiver says to be let into a session (session-initiation §3.1). All from the address on is filled
/// in by the end that knows who asks, whatever the asker wrote there.
struct InitiationAsk {
    QString namespaceName;
    QString content;
    QString client;           ///< machine name, at most 15 characters
    quint32 capabilities = 0; ///< of Capability
    QString address;          ///< of the asker; chooses the interface; empty in process
    QString identity;         ///< what the carrier authenticated; shown as the client's user
    QString asker{};          ///< tells apart who asks from one address; the same when it asks again
    QString interfaceName{};  ///< of this machine, that the question came to; empty if that is not known
    QString tokenId{};        ///< of the token that it showed; empty if it showed none

    // Keys of session-initiation §3.6. Who asks from where is not the asker's to say, so it is not sent.
    static void describe(auto &a, auto &v)
    {
        a("namespace", v.namespaceName);
        a("content", v.content);
        a("client", v.client);
        a.optional("capabilities", v.capabilities);
    }
    friend bool operator==(const InitiationAsk &, const InitiationAsk &) = default;
};

/// All that a receiver needs to join (session-initiation §3.2), and to know that the content is right (§4).
struct InitiationGrant {
    QString multicastAddress;
    quint16 multicastPort = 0;
    QString unicastAddress;
    quint16 unicastPort = 0;
    SessionId sessionId;
    quint64 contentSize = 0; ///< bytes
    quint32 blockSize = 0;   ///< bytes
    quint64 totalBlocks = 0;
    QByteArray contentMetadata; ///< the provider's own; may be empty
    QByteArray symKey;          ///< the bare key, empty if neither mode hashes
    quint32 memberNumber = 0;   ///< of encrypted sessions, likewise memberSecret; 0 in others
    QByteArray memberSecret;    ///< 32 bytes, for this asker alone
    QByteArray signKey;         ///< reserved
    quint32 hashAlgId = 0;      ///< with symKey
    quint32 hmacAlgId = 0;      ///< with symKey
    quint32 secMode = 0;        ///< low half client mode, high half server mode
    QByteArray userSid;         ///< left empty by our server (Choice I17)
    QString contentDigest;      ///< "sha256:" and 64 hex digits, or empty
    QString contentVersion;     ///< the same as long as the content is, as far as the server's disk tells
    bool hashTree = false; ///< in place of contentDigest: https://SERVER:PORT/tree/TICKET, when it is made
    // Where the rest can be had when multicast does not get through; all may be left out.
    QString fallbackUrl;      ///< of somebody who has the whole content: http or https
    quint16 fallbackPort = 0; ///< of the server itself, which shows the certificate of this channel there
    QString fallbackTicket;   ///< with fallbackPort: https://SERVER:PORT/content/TICKET

    static void describe(auto &a, auto &v)
    {
        a("multicastAddress", v.multicastAddress);
        a("multicastPort", v.multicastPort);
        a("unicastAddress", v.unicastAddress);
        a("unicastPort", v.unicastPort);
        a("sessionId", v.sessionId);
        a("contentSize", v.contentSize);
        a("blockSize", v.blockSize);
        a("totalBlocks", v.totalBlocks);
        a.optional("contentMetadata", v.contentMetadata);
        a.optional("symKey", v.symKey);
        a.optional("memberNumber", v.memberNumber);
        a.optional("memberSecret", v.memberSecret);
        a.optional("signKey", v.signKey);
        a.optional("hashAlgId", v.hashAlgId);
        a.optional("hmacAlgId", v.hmacAlgId);
        a.optional("secMode", v.secMode);
        a.optional("userSid", v.userSid);
        a.optional("contentDigest", v.contentDigest);
        a.optional("contentVersion", v.contentVersion);
        a.optional("hashTree", v.hashTree);
        a.optional("fallbackUrl", v.fallbackUrl);
        a.optional("fallbackPort", v.fallbackPort);
        a.optional("fallbackTicket", v.fallbackTicket);
    }
    friend bool operator==(const InitiationGrant &, const InitiationGrant &) = default;
};

/// The door for receivers.
///
/// Thread and futures: as TransportServer. Errors: session-initiation §2.7, and
/// ClientDoesNotSupportSecurityMode.
class SessionInitiator
{
public:
    SessionInitiator() = default;
    SessionInitiator(const SessionInitiator &) = delete;
    SessionInitiator &operator=(const SessionInitiator &) = delete;
    virtual ~SessionInitiator() = default;

    /// Finds or makes the session that carries the content. Asking twice changes nothing.
    virtual QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) = 0;
};

} // namespace castdeck
