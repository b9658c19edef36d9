// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlsclient.h"

#include "management/fingerprint.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <algorithm>

namespace castdeck
{

namespace
{

Result<SeenCertificate> recognise(const TlsTarget &target, const QSslSocket &socket)
{
    SeenCertificate seen{fingerprintOf(socket.peerCertificate()), false};
    if (socket.peerCertificate().isNull())
        return failure(ErrorCode::CertificateRefused, QStringLiteral("none was shown"));
    if (!target.fingerprint.isEmpty()) {
        if (plainFingerprint(target.fingerprint) != seen.fingerprint)
            return tl::unexpected(fingerprintMismatch(target.fingerprint, seen.fingerprint));
        return seen;
    }
    if (!target.authorities.isEmpty())
        return seen; // the handshake would have failed
    if (!target.trust)
        return failure(ErrorCode::CertificateRefused, QStringLiteral("nothing to compare it with"));
    const auto verdict = target.trust->check(target.name(), seen.fingerprint);
    if (!verdict)
        return tl::unexpected(verdict.error());
    seen.pinnedNow = *verdict == TrustStore::Verdict::New;
    return seen;
}

} // namespace

bool isAboutTrustAlone(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::HostNameMismatch:
    case QSslError::InvalidCaCertificate:
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
        return true;
    default:
        return false;
    }
}

QString TlsTarget::name() const
{
    return QStringLiteral("%1:%2").arg(host.toLower()).arg(port);
}

std::unique_ptr<Channel> connectTls(const TlsTarget &target,
                                    std::function<void(const SeenCertificate &)> seen)
{
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setCaCertificates(target.authorities);
    configuration.setLocalCertificateChain(target.ownCertificate);
    configuration.setPrivateKey(target.ownKey);
    socket->setSslConfiguration(configuration);
    socket->setProxy(QNetworkProxy::NoProxy);
    QSslSocket *raw = socket.get();
    TlsChannel::Checks checks;
    if (!target.fingerprint.isEmpty() || target.authorities.isEmpty())
        checks.tolerates = isAboutTrustAlone;
    checks.inspects = [target, seen = std::move(seen)](const QSslSocket &peer) {
        return recognise(target, peer).map([&](const SeenCertificate &certificate) {
            if (seen)
                seen(certificate);
        });
    };
    auto channel = std::make_unique<TlsChannel>(TlsChannel::End::Asking, std::move(socket), std::move(checks),
                                                target.limits);
    raw->connectToHostEncrypted(target.host, target.port);
    raw->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    raw->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    return channel;
}

} // namespace castdeck
