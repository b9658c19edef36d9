// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "management/acceptor.h"
#include "management/attemptthrottle.h"
#include "management/doorstep.h"
#include "management/places.h"
#include "management/servercertificate.h"
#include "management/serverendpoint.h"
#include "management/tlschannel.h"
#include "management/tokenstore.h"

#include <QHostAddress>
#include <QTcpServer>

namespace castdeck
{

/// The door of a server for those who come over the network: TLS, then a token, then a ServerEndpoint each.
/// Those who have not said yet who they are make way for newcomers (Doorstep); each role has its Places, and
/// who finds none is told Busy. Thread: that of the services and the token store, which outlive it.
class TlsListener final : public QTcpServer
{
    Q_OBJECT
public:
    struct Options {
        ServerCertificate certificate{};
        /// Not empty: whoever shows no certificate signed by one of these is refused in the handshake.
        QList<QSslCertificate> clientAuthorities{};
        /// With clientAuthorities: the role of one who shows a certificate and no token; its common name is
        /// the identity. Without it a token is needed as well.
        std::optional<Role> certificateRole{};
        Doorstep::Limits doorstep{};
        Places places{};
        int descriptorsReserved = bounds::DescriptorsReserved;
        ServerEndpoint::Limits limits{.idle = std::chrono::milliseconds(bounds::Idle)};
        TlsChannel::Limits channel{};
    };

    TlsListener(ServerEndpoint::Services services, TokenStore *tokens, Options options,
                QObject *parent = nullptr);

    /// AddressInUse or NetworkFailure, naming address and port. Port 0: any; ask serverPort().
    Result<void> open(const QHostAddress &address, quint16 port);
    /// Takes nobody new.
    void stop();
    /// The same, and sends everybody away with the reason.
    void shutDown(const Error &reason);
    int connectionCount() const { return int(m_peers.size()); }
    /// For those who come from now on; whoever is connected stays. The arguments are as in Options.
    void setCertificates(const ServerCertificate &certificate,
                         const QList<QSslCertificate> &clientAuthorities,
                         std::optional<Role> certificateRole);
    QString fingerprint() const { return m_options.certificate.fingerprint(); }

Q_SIGNALS:
    void admitted(const castdeck::Identity &identity);
    /// Once for each peer that was cut or turned away, and for each request that was refused: the line for
    /// the log.
    /// @p who is the peer's address, and its name if it has one.
    void refused(const QString &who, const castdeck::Error &reason);
    /// A peer left, was lost, or was cut.
    void finished(const QString &who, const castdeck::Error &reason);

private:
    struct Peer {
        quint64 number = 0;
        ServerEndpoint *endpoint = nullptr;
        QString address;
        QSslCertificate certificate{};
        std::optional<Identity> place{}; ///< whose it takes
        QString who() const;
    };
    using Peers = QHash<quint64, std::shared_ptr<Peer>>;

    bool hasRoom() const;
    void takeConnection(int descriptor);
    void cutStranger(quint64 number);
    QSslConfiguration configuration() const;
    void admitPeer(std::unique_ptr<QSslSocket> socket, const QString &address);
    ServerEndpoint::Admission admission(const std::shared_ptr<Peer> &peer);
    Result<Identity> identify(const QString &token, const Peer &peer) const;
    Result<void> findPlace(const Identity &identity) const;
    void forgetPeer(Peer &peer, const Error &reason);
    void dropToken(const QString &id);

    ServerEndpoint::Services m_services;
    TokenStore *m_tokens;
    Options m_options;
    AttemptThrottle m_throttle;
    Doorstep m_doorstep;
    std::shared_ptr<SnapshotCache> m_snapshots = std::make_shared<SnapshotCache>();
    std::unique_ptr<Acceptor> m_acceptor; ///< while it listens
    Peers m_peers;
    quint64 m_lastPeer = 0;
};

} // namespace castdeck
