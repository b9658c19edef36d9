// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/tlsinitiation.h"

#include "management/privatefile.h"
#include "management/serverconnection.h"
#include "management/tlsclient.h"

#include <QEventLoop>
#include <QSocketNotifier>

namespace castdeck
{

namespace
{

/// A connection that asks one question until it is answered, and is closed then.
tl::expected<InitiationGrant, Outcome> converse(std::unique_ptr<Channel> channel, const QString &token,
                                                const InitiationAsk &ask, int stopDescriptor,
                                                const TlsPatience &patience,
                                                const std::function<void()> &waiting)
{
    Result<InitiationGrant> answer = failure(ErrorCode::Cancelled);
    bool answered = false;
    QEventLoop loop;
    ServerConnection::Options how;
    how.token = token;
    how.subscribe = false;
    how.callTimeout = patience.answer;
    ServerConnection connection(std::move(channel), how);
    const Instant until = monotonicNow() + patience.all;
    QObject::connect(&connection, &ServerConnection::lost, &loop, [&](const Error &reason) {
        if (!answered)
            answer = tl::unexpected(reason);
        loop.quit();
    });
    QSocketNotifier stop(stopDescriptor, QSocketNotifier::Read);
    stop.setEnabled(stopDescriptor >= 0);
    QObject::connect(&stop, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
    std::function<void(const Result<InitiationGrant> &)> take;
    const auto inquire = [&] { whenFinished(&loop, connection.ask(InitiateSession{ask}), take); };
    take = [&](const Result<InitiationGrant> &reply) {
        if (connection.state() == ServerConnection::State::Lost)
            return; // why is said by lost()
        // A server that is still there is still reading. The connection's own pings find out if it is not.
        const bool isLate = !reply && reply.error().code == ErrorCode::TimedOut &&
                            connection.state() == ServerConnection::State::Ready;
        if (isLate && monotonicNow() < until) {
            waiting();
            inquire();
            return;
        }
        answer = reply;
        answered = true;
        connection.disconnectFromServer();
    };
    inquire();
    loop.exec();
    if (answer)
        return *answer;
    return tl::unexpected(answered ? unreachable(answer.error()) : notStarted(answer.error()));
}

} // namespace

tl::expected<SessionOffer, Outcome> askOverTls(const ReceiverOptions &options, bool ipv6, Reporter &reporter,
                                               int stopDescriptor, const TlsPatience &patience)
{
    const auto token = readToken(options.tokenFile);
    if (!token)
        return tl::unexpected(notStarted(token.error()));
    auto trust = TrustStore::open(TrustStore::defaultPath());
    if (!trust)
        return tl::unexpected(notStarted(trust.error()));
    TlsTarget target;
    target.host = options.server;
    target.port = options.managementPort;
    target.fingerprint = options.fingerprint;
    target.trust = &*trust;
    if (const auto read = options.tlsFiles.addTo(target); !read)
        return tl::unexpected(notStarted(read.error()));
    QString fingerprint;
    auto channel = connectTls(target, [&](const SeenCertificate &seen) {
        fingerprint = seen.fingerprint;
        reporter.serverSeen(target.name(), seen.fingerprint, seen.pinnedNow);
    });
    InitiationAsk ask;
    ask.namespaceName = options.namespaceName;
    ask.content = options.content;
    ask.client = options.clientName.left(ClientNameMax);
    ask.capabilities = CapabilityChecksum | CapabilityEncryption;
    if (options.hashTree)
        ask.capabilities |= CapabilityHashTree;
    if (ipv6)
        ask.capabilities |= CapabilityIpv6;
    const auto grant = converse(std::move(channel), *token, ask, stopDescriptor, patience,
                                [&] { reporter.waiting(target.name()); });
    if (!grant)
        return tl::unexpected(grant.error());
    auto offer = offerOf(*grant);
    if (!offer)
        return tl::unexpected(unreachable(offer.error()));
    offer->fingerprint = fingerprint;
    return std::move(*offer);
}

} // namespace castdeck
