// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "management/attemptthrottle.h"
#include "management/servercertificate.h"
#include "management/serverendpoint.h"
#include "management/tlschannel.h"
#include "management/tokenstore.h"

#include <QHostAddress>
#include <QTcpServer>

namespace castdeck
{

/// The door of a server for those who come over the network: TLS, then a token, then a ServerEndpoint each.
/// Thread: that of the services and the token store, which outlive it.
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
        int maxConnections = 256;
        int maxUngreetedPerAddress = 16;
        ServerEndpoint::Limits limits{.idle = std::chrono::milliseconds(90'000)};
        TlsChannel::Limits channel{};
    };

    TlsListener(ServerEndpoint::Services services, TokenStore *tokens, Options options,
                QObject *parent = nullptr);

    /// AddressInUse or NetworkFailure, naming address and port. Port 0: any; ask serverPort().
    Result<void> open(const QHostAddress &address, quint16 port);
    /// Takes nobody new, and sends everybody away with the reason.
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

protected:
    void incomingConnection(qintptr handle) override;

private:
    struct Peer {
        ServerEndpoint *endpoint = nullptr;
        QString address;
        bool cut = false; ///< already told to the log
        QString who() const;
    };
    QSslConfiguration configuration() const;
    void admitPeer(std::unique_ptr<QSslSocket> socket);
    ServerEndpoint::Admission admission(const QString &address,
                                        const std::shared_ptr<QSslCertificate> &certificate);
    Result<Identity> identify(const QString &token, const QString &address,
                              const QSslCertificate &certificate);
    void forgetPeer(ServerEndpoint *endpoint, const Error &reason);
    void dropToken(const QString &id);

    ServerEndpoint::Services m_services;
    TokenStore *m_tokens;
    Options m_options;
    AttemptThrottle m_throttle;
    QHash<ServerEndpoint *, Peer> m_peers;
};

} // namespace castdeck
