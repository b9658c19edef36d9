// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlslistener.h"

#include <QSslConfiguration>

namespace castdeck
{

namespace
{

/// An IPv4 peer on a socket for both families is still known by its IPv4 address.
QString addressOf(const QSslSocket &socket)
{
    bool isIpv4 = false;
    const quint32 ipv4 = socket.peerAddress().toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4).toString() : socket.peerAddress().toString();
}

} // namespace

TlsListener::TlsListener(ServerEndpoint::Services services, TokenStore *tokens, Options options,
                         QObject *parent)
    : QTcpServer(parent), m_services(std::move(services)), m_tokens(tokens), m_options(std::move(options))
{
    // Queued: the one who revokes its own token still gets the answer.
    connect(m_tokens, &TokenStore::revoked, this, &TlsListener::dropToken, Qt::QueuedConnection);
}

Result<void> TlsListener::open(const QHostAddress &address, quint16 port)
{
    if (listen(address, port))
        return {};
    const bool taken = serverError() == QAbstractSocket::AddressInUseError;
    return failure(taken ? ErrorCode::AddressInUse : ErrorCode::NetworkFailure,
                   QStringLiteral("%1 port %2: %3").arg(address.toString()).arg(port).arg(errorString()));
}

void TlsListener::shutDown(const Error &reason)
{
    close();
    const auto endpoints = m_peers.keys();
    for (ServerEndpoint *endpoint : endpoints) {
        m_peers[endpoint].cut = true;
        endpoint->drop(reason);
    }
}

void TlsListener::setCertificates(const ServerCertificate &certificate,
                                  const QList<QSslCertificate> &clientAuthorities,
                                  std::optional<Role> certificateRole)
{
    m_options.certificate = certificate;
    m_options.clientAuthorities = clientAuthorities;
    m_options.certificateRole = certificateRole;
}

QString TlsListener::Peer::who() const
{
    return endpoint->identity() ? address + QStringLiteral(" ") + endpoint->identity()->name : address;
}

QSslConfiguration TlsListener::configuration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setLocalCertificateChain(m_options.certificate.chain);
    configuration.setPrivateKey(m_options.certificate.key);
    configuration.setCaCertificates(m_options.clientAuthorities);
    configuration.setPeerVerifyMode(m_options.clientAuthorities.isEmpty() ? QSslSocket::VerifyNone
                                                                          : QSslSocket::VerifyPeer);
    return configuration;
}

void TlsListener::incomingConnection(qintptr handle)
{
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(handle))
        return;
    const QString address = addressOf(*socket);
    const auto ungreeted = std::ranges::count_if(
        m_peers, [&](const Peer &peer) { return peer.address == address && !peer.endpoint->identity(); });
    if (m_peers.size() >= m_options.maxConnections || ungreeted >= m_options.maxUngreetedPerAddress) {
        Q_EMIT refused(address, {ErrorCode::Busy, QStringLiteral("too many connections")});
        return;
    }
    admitPeer(std::move(socket));
}

void TlsListener::admitPeer(std::unique_ptr<QSslSocket> socket)
{
    const QString address = addressOf(*socket);
    QSslSocket *raw = socket.get();
    raw->setSslConfiguration(configuration());
    raw->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    raw->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const auto certificate = std::make_shared<QSslCertificate>();
    TlsChannel::Checks checks;
    checks.inspects = [certificate](const QSslSocket &peer) -> Result<void> {
        *certificate = peer.peerCertificate();
        return {};
    };
    auto channel = std::make_unique<TlsChannel>(std::move(socket), std::move(checks), m_options.channel);
    raw->startServerEncryption();

    auto *endpoint = new ServerEndpoint(std::move(channel), m_services, admission(address, certificate),
                                        m_options.limits, this);
    m_peers.insert(endpoint, {endpoint, address, false});
    connect(endpoint, &ServerEndpoint::admitted, this, &TlsListener::admitted);
    connect(endpoint, &ServerEndpoint::refused, this,
            [this, endpoint](const Error &reason) { Q_EMIT refused(m_peers.value(endpoint).who(), reason); });
    connect(endpoint, &ServerEndpoint::dropped, this, [this, endpoint](const Error &reason) {
        Peer &peer = m_peers[endpoint];
        if (!std::exchange(peer.cut, true))
            Q_EMIT refused(peer.who(), reason);
    });
    connect(endpoint, &ServerEndpoint::finished, this,
            [this, endpoint](const Error &reason) { forgetPeer(endpoint, reason); });
}

ServerEndpoint::Admission TlsListener::admission(const QString &address,
                                                 const std::shared_ptr<QSslCertificate> &certificate)
{
    return [this, address, certificate](const HelloRequest &hello) {
        const auto promise = startPromise<Identity>();
        QTimer::singleShot(m_throttle.reserve(address, monotonicNow()), this,
                           [this, promise, address, certificate, token = hello.token] {
                               settle(promise, identify(token, address, *certificate));
                           });
        return promise->future();
    };
}

Result<Identity> TlsListener::identify(const QString &token, const QString &address,
                                       const QSslCertificate &certificate)
{
    const bool certified = !m_options.clientAuthorities.isEmpty() && !certificate.isNull();
    if (token.isEmpty() && certified && m_options.certificateRole) {
        const QString name = certificate.subjectInfo(QSslCertificate::CommonName).value(0);
        return Identity{name, *m_options.certificateRole, address, {}, certificate.expiryDate().toUTC()};
    }
    const auto info = m_tokens->check(token);
    if (!info) {
        m_throttle.failed(address, monotonicNow());
        return tl::unexpected(info.error());
    }
    return Identity{info->name, info->role, address, info->id, info->expiresAt};
}

void TlsListener::forgetPeer(ServerEndpoint *endpoint, const Error &reason)
{
    const Peer peer = m_peers.take(endpoint);
    // What the channel itself found wrong with the peer has not been told yet. One that goes by itself, with
    // a goodbye or without, has done nothing wrong.
    const bool misbehaved = reason.code != ErrorCode::ConnectionLost && reason.code != ErrorCode::Cancelled;
    if (misbehaved && !peer.cut)
        Q_EMIT refused(peer.who(), reason);
    Q_EMIT finished(peer.who(), reason);
    endpoint->deleteLater();
}

void TlsListener::dropToken(const QString &id)
{
    const auto endpoints = m_peers.keys();
    for (ServerEndpoint *endpoint : endpoints) {
        if (endpoint->identity() && endpoint->identity()->tokenId == id)
            endpoint->drop({ErrorCode::NotAuthenticated, QStringLiteral("the token was revoked")});
    }
}

} // namespace castdeck
