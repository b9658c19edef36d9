// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "transport/content/contentdigest.h"
#include "transport/net/networkinterface.h"
#include "transport/receiving/receivingvalues.h"
#include "wire/initiation.h"
#include "wire/securityheader.h"

#include <QUrl>

namespace castdeck
{

/// What the server offers, by whichever way it was asked.
struct SessionOffer {
    wire::InitiationReply session;
    wire::SecurityMode serverMode = wire::SecurityMode::Checksum; ///< of packets from the server
    wire::SecurityMode clientMode = wire::SecurityMode::Checksum;
    wire::SessionKey key{};
    wire::Member member{};
    std::optional<ContentDigest::Value> digest{};
    QString treePath{}; ///< at fallbackPort of the server: it is verified by its hash tree
    QString
        contentVersion{}; ///< the same as long as the content is, as far as the server's disk tells; or empty
    std::vector<uint8_t> userSid{}; ///< whom the server takes us for (session-initiation §3.2)
    QString fingerprint{}; ///< of the certificate that the server showed; empty if it was asked over UDP
    wire::Address
        answeredFrom{}; ///< of the server's addresses the one that answered; none: it was asked by name
    // Where it can be had by unicast (core/sessioninitiator.h); what cannot be used is left out.
    QUrl fallbackUrl{};
    quint16 fallbackPort = 0;
    QString fallbackPath{}; ///< at fallbackPort of the server

    /// Nobody without the key can forge a packet that is taken.
    bool isAuthenticated() const { return serverMode == wire::SecurityMode::Hash || isEncrypted(); }
    /// Nor read one.
    bool isEncrypted() const { return serverMode == wire::SecurityMode::Encrypted; }
};

/// Reads what came over TLS. ProtocolViolation, naming the field, for what session-initiation §2.3, §3.3 and
/// §3.4 let a receiver refuse.
Result<SessionOffer> offerOf(const InitiationGrant &grant);

/// How the session is received at that interface, under that name; parameters and seed as they are by
/// themselves.
ReceivingSettings settingsFor(const SessionOffer &offer, const NetworkInterface &interface,
                              const QString &clientName);

} // namespace castdeck
