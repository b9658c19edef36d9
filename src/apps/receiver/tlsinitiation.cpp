// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/tlsinitiation.h"

#include "management/privatefile.h"
#include "management/serverconnection.h"
#include "management/tlsclient.h"

#include <QEventLoop>
#include <QSocketNotifier>
#include <QStandardPaths>

namespace castdeck
{

namespace
{

constexpr quint32 ChecksumCapable = 0x1;
constexpr quint32 Ipv6Capable = 0x2;
constexpr qsizetype ClientNameMax = 15;

Result<QString> readToken(const QString &path)
{
    if (path.isEmpty())
        return QString();
    const auto content = readPrivateFile(path);
    if (!content)
        return tl::unexpected(content.error());
    return QString::fromUtf8(content->trimmed());
}

/// A connection that asks one question, and is closed when the answer is there.
Result<InitiationGrant> converse(std::unique_ptr<Channel> channel, const QString &token,
                                 const InitiationAsk &ask, int stopDescriptor)
{
    Result<InitiationGrant> answer = failure(ErrorCode::Cancelled);
    bool answered = false;
    QEventLoop loop;
    ServerConnection::Options how;
    how.token = token;
    how.subscribe = false;
    ServerConnection connection(std::move(channel), how);
    QObject::connect(&connection, &ServerConnection::lost, &loop, [&](const Error &reason) {
        if (!answered)
            answer = tl::unexpected(reason);
        loop.quit();
    });
    QSocketNotifier stop(stopDescriptor, QSocketNotifier::Read);
    stop.setEnabled(stopDescriptor >= 0);
    QObject::connect(&stop, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
    whenFinished(&loop, connection.initiate(ask), [&](const Result<InitiationGrant> &reply) {
        if (connection.state() == ServerConnection::State::Lost)
            return; // why is said by lost()
        answer = reply;
        answered = true;
        connection.disconnectFromServer();
    });
    loop.exec();
    return answer;
}

} // namespace

Result<SessionOffer> askOverTls(const ReceiverOptions &options, bool ipv6, Reporter &reporter,
                                int stopDescriptor)
{
    const auto token = readToken(options.tokenFile);
    if (!token)
        return tl::unexpected(token.error());
    auto trust = TrustStore::open(trustStorePath());
    if (!trust)
        return tl::unexpected(trust.error());
    TlsTarget target;
    target.host = options.server;
    target.port = options.managementPort;
    target.fingerprint = options.fingerprint;
    target.trust = &*trust;
    if (const auto read = options.tlsFiles.addTo(target); !read)
        return tl::unexpected(read.error());
    auto channel = connectTls(target, [&](const SeenCertificate &seen) {
        reporter.serverSeen(target.name(), seen.fingerprint, seen.pinnedNow);
    });
    InitiationAsk ask;
    ask.namespaceName = options.namespaceName;
    ask.content = options.content;
    ask.client = options.clientName.left(ClientNameMax);
    ask.capabilities = ChecksumCapable | (ipv6 ? Ipv6Capable : 0);
    const auto grant = converse(std::move(channel), *token, ask, stopDescriptor);
    if (!grant)
        return tl::unexpected(grant.error());
    return offerOf(*grant);
}

QString trustStorePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/castdeck/known-servers.json");
}

} // namespace castdeck
