// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverprobe.h"

#include <QTemporaryDir>

namespace castdeck
{

ServerProbe::ServerProbe(QObject *parent) : QObject(parent) {}

ServerProbe::~ServerProbe() = default;

void ServerProbe::cancel()
{
    ++m_step;
    m_channel.reset();
    m_connection.reset();
}

void ServerProbe::look(TlsTarget target)
{
    cancel();
    // To an empty store every certificate is new; it is gone before anybody could rely on it.
    const auto folder = std::make_shared<QTemporaryDir>();
    auto store = TrustStore::open(folder->filePath(QStringLiteral("seen.json")));
    if (!store) {
        finish([this, error = store.error()] { Q_EMIT failed(error); });
        return;
    }
    const auto trust = std::make_shared<TrustStore>(*std::move(store));
    target.fingerprint.clear();
    target.trust = trust.get();
    m_channel = connectTls(target, [this, folder, trust](const SeenCertificate &certificate) {
        finish([this, fingerprint = certificate.fingerprint] { Q_EMIT seen(fingerprint); });
    });
    connect(m_channel.get(), &Channel::closed, this,
            [this](const Error &reason) { finish([this, reason] { Q_EMIT failed(reason); }); });
    m_channel->start();
}

void ServerProbe::greet(const ServerTarget &target, const QString &token)
{
    cancel();
    ServerConnection::Options options;
    options.token = token;
    options.subscribe = false;
    m_connection = std::make_unique<ServerConnection>(connectTo(target), options);
    connect(m_connection.get(), &ServerConnection::ready, this,
            [this](const Welcome &greeting) { finish([this, greeting] { Q_EMIT greeted(greeting); }); });
    connect(m_connection.get(), &ServerConnection::lost, this,
            [this](const Error &reason) { finish([this, reason] { Q_EMIT failed(reason); }); });
}

/// Later, because what has just spoken is taken down first.
void ServerProbe::finish(std::function<void()> tell)
{
    QMetaObject::invokeMethod(
        this,
        [this, step = m_step, tell = std::move(tell)] {
            if (step != m_step)
                return;
            cancel();
            tell();
        },
        Qt::QueuedConnection);
}

} // namespace castdeck
