// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hostport.h"
#include "management/tlschannel.h"
#include "management/truststore.h"

#include <QSslKey>

namespace castdeck
{

/// Where a server is, and how it is recognised: by a fingerprint that is given, else by an authority that is
/// given, else by the fingerprint that was pinned when it was met first.
struct TlsTarget {
    QString host{};
    quint16 port = ManagementPort;
    QString fingerprint{};                   ///< "sha256:HEX"; only this certificate will do
    QList<QSslCertificate> authorities{};    ///< certificates signed by these for this host will do
    TrustStore *trust = nullptr;             ///< outlives the channel
    QList<QSslCertificate> ownCertificate{}; ///< for mutual TLS, with ownKey
    QSslKey ownKey{};
    TlsChannel::Limits limits{};

    /// "host:port", the name in the trust store.
    QString name() const;
};

/// What was seen of the server's certificate.
struct SeenCertificate {
    QString fingerprint;
    bool pinnedNow = false; ///< met for the first time: worth showing to the person
};

/// Whether nothing is wrong but that nobody vouches for a certificate, for the name it is shown under or for
/// its dates: a pinned one vouches for itself, and the clock of a machine that is set up may be anything.
bool isAboutTrustAlone(const QSslError &error);

/// Begins to connect; the channel ends with TransportServerUnavailable if nothing answers there,
/// ProtocolViolation if what answers speaks no TLS, CertificateRefused for one that nobody
/// vouches for, or, without a pin, is expired or not yet valid, FingerprintMismatch with both values for a
/// changed one. @p seen is told before any message goes out.
std::unique_ptr<Channel> connectTls(const TlsTarget &target,
                                    std::function<void(const SeenCertificate &)> seen = {});

} // namespace castdeck
