// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlslistener.h"

#include "core/textlength.h"
#include "management/peeraddress.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// A peer that is gone without a word is found out within two minutes, though nothing is asked or told.
void watchLife(int descriptor)
{
    const auto set = [descriptor](int level, int option, int value) {
        setsockopt(descriptor, level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(IPPROTO_TCP, TCP_KEEPCNT, 6);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 90'000);
}

} // namespace

TlsListener::TlsListener(ServerEndpoint::Services services, TokenStore *tokens, Options options,
                         QObject *parent)
    : QTcpServer(parent)
    , m_services(std::move(services))
    , m_tokens(tokens)
    , m_options(std::move(options))
    , m_doorstep(m_options.doorstep)
{
    // Or else listen() asks the desktop's services for a proxy, and waits for them.
    setProxy(QNetworkProxy::NoProxy);
    // What comes while nobody can be taken waits there.
    setListenBacklogSize(SOMAXCONN);
    // Queued: the one who revokes its own token still gets the answer.
    connect(m_tokens, &TokenStore::revoked, this, &TlsListener::dropToken, Qt::QueuedConnection);
}

Result<void> TlsListener::open(const QHostAddress &address, quint16 port)
{
    if (!listen(address, port)) {
        const bool taken = serverError() == QAbstractSocket::AddressInUseError;
        return failure(taken ? ErrorCode::AddressInUse : ErrorCode::NetworkFailure,
                       QStringLiteral("%1 port %2: %3").arg(address.toString()).arg(port).arg(errorString()));
    }
    // QTcpServer goes deaf when there are no descriptors left, and takes more than there is room for.
    pauseAccepting();
    Acceptor::Services services;
    services.hasRoom = [this] { return hasRoom(); };
    services.take = [this](int descriptor) { takeConnection(descriptor); };
    services.makeRoom = [this] {
        if (const auto stranger = m_doorstep.foremost())
            cutStranger(*stranger);
    };
    m_acceptor = std::make_unique<Acceptor>(int(socketDescriptor()), m_options.descriptorsReserved,
                                            std::move(services));
    return {};
}

void TlsListener::stop()
{
    m_acceptor.reset();
    close();
}

void TlsListener::shutDown(const Error &reason)
{
    stop();
    const Peers peers = m_peers;
    for (const auto &peer : peers)
        peer->endpoint->dismiss(reason);
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
    return place ? address + QStringLiteral(" ") + place->name : address;
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

bool TlsListener::hasRoom() const
{
    return !m_doorstep.isFull() || m_doorstep.inTheWay({}, monotonicNow());
}

void TlsListener::takeConnection(int descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return;
    }
    watchLife(descriptor);
    const QString address = peerAddress(socket->peerAddress());
    while (const auto stranger = m_doorstep.inTheWay(networkOf(address), monotonicNow()))
        cutStranger(*stranger);
    admitPeer(std::move(socket), address);
}

void TlsListener::cutStranger(quint64 number)
{
    m_doorstep.leave(number);
    if (const auto peer = m_peers.value(number))
        peer->endpoint->drop({ErrorCode::Busy, QStringLiteral("too many connections")});
}

void TlsListener::admitPeer(std::unique_ptr<QSslSocket> socket, const QString &address)
{
    QSslSocket *raw = socket.get();
    raw->setSslConfiguration(configuration());
    raw->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const auto peer = std::make_shared<Peer>();
    peer->number = ++m_lastPeer;
    peer->address = address;
    TlsChannel::Checks checks;
    checks.inspects = [peer](const QSslSocket &other) -> Result<void> {
        peer->certificate = other.peerCertificate();
        return {};
    };
    auto channel = std::make_unique<TlsChannel>(TlsChannel::End::Answering, std::move(socket),
                                                std::move(checks), m_options.channel, m_snapshots);
    raw->startServerEncryption();

    auto *endpoint =
        new ServerEndpoint(std::move(channel), m_services, admission(peer), m_options.limits, this);
    peer->endpoint = endpoint;
    m_peers.insert(peer->number, peer);
    m_doorstep.enter(peer->number, networkOf(address), monotonicNow());
    connect(endpoint, &ServerEndpoint::admitted, this, &TlsListener::admitted);
    connect(endpoint, &ServerEndpoint::refused, this,
            [this, peer](const Error &reason) { Q_EMIT refused(peer->who(), reason); });
    connect(endpoint, &ServerEndpoint::dropped, this,
            [this, peer](const Error &reason) { Q_EMIT refused(peer->who(), reason); });
    connect(endpoint, &ServerEndpoint::finished, this,
            [this, peer](const Error &reason) { forgetPeer(*peer, reason); });
}

// Who shows what is right does not wait for those who do not, whatever address they share.
ServerEndpoint::Admission TlsListener::admission(const std::shared_ptr<Peer> &peer)
{
    return [this, peer](const Hello &hello) {
        const Result<Identity> identity = identify(hello.token, *peer);
        if (!identity) {
            const Instant now = monotonicNow();
            const PendingReply<Identity> refusal;
            QTimer::singleShot(m_throttle.reserve(networkOf(peer->address), now), this,
                               [refusal, identity] { refusal.answerNow(identity); });
            m_throttle.failed(networkOf(peer->address), now);
            return refusal.future();
        }
        if (const auto place = findPlace(*identity); !place)
            return answered<Identity>(tl::unexpected(place.error()));
        peer->place = *identity;
        m_doorstep.leave(peer->number);
        if (m_acceptor)
            m_acceptor->lookAgain();
        return answered(identity);
    };
}

Result<void> TlsListener::findPlace(const Identity &identity) const
{
    int ofRole = 0;
    int ofToken = 0;
    for (const auto &peer : m_peers) {
        if (!peer->place || peer->place->role != identity.role)
            continue;
        ++ofRole;
        ofToken += peer->place->tokenId == identity.tokenId && peer->place->name == identity.name;
    }
    if (ofRole >= m_options.places.of(identity.role))
        return failure(ErrorCode::Busy, QStringLiteral("too many connections as ") + toText(identity.role));
    if (ofToken >= m_options.places.perToken(identity.role))
        return failure(ErrorCode::Busy, QStringLiteral("too many connections of ") + identity.name);
    const bool administers = identity.role == Role::Operator || identity.role == Role::Admin;
    if (!administers && m_acceptor && m_acceptor->isShort())
        return failure(ErrorCode::Busy, QStringLiteral("no descriptors are left"));
    return {};
}

Result<Identity> TlsListener::identify(const QString &token, const Peer &peer) const
{
    const QSslCertificate &certificate = peer.certificate;
    const bool certified = !m_options.clientAuthorities.isEmpty() && !certificate.isNull();
    if (token.isEmpty() && certified && m_options.certificateRole) {
        const QString name = certificate.subjectInfo(QSslCertificate::CommonName).value(0).trimmed();
        // Whoever it is has to be told apart in the log and the audit.
        if (name.isEmpty() || jsonLength(name) > bounds::textBytes("name"))
            return failure(ErrorCode::NotAuthenticated,
                           QStringLiteral("a certificate without a common name"));
        return Identity{name, *m_options.certificateRole, peer.address, {}, certificate.expiryDate().toUTC()};
    }
    const auto info = m_tokens->check(token);
    if (!info)
        return tl::unexpected(info.error());
    return Identity{info->name, info->role, peer.address, info->id, info->expiresAt};
}

void TlsListener::forgetPeer(Peer &peer, const Error &reason)
{
    m_peers.remove(peer.number);
    m_doorstep.leave(peer.number);
    if (m_acceptor)
        m_acceptor->lookAgain();
    Q_EMIT finished(peer.who(), reason);
    peer.endpoint->deleteLater();
}

void TlsListener::dropToken(const QString &id)
{
    const Peers peers = m_peers;
    for (const auto &peer : peers) {
        if (peer->place && peer->place->tokenId == id)
            peer->endpoint->drop({ErrorCode::NotAuthenticated, QStringLiteral("the token was revoked")});
    }
}

} // namespace castdeck
