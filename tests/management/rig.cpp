// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig.h"

#include "management/inprocesschannel.h"

namespace castdeck
{

Rig::Rig(Kind kind, ServerEndpoint::Limits limits)
    : m_kind(kind), m_limits(limits), m_server(new FakeTransportServer)
{
    m_server->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
    m_thread.start();
}

Rig::~Rig()
{
    m_thread.quit();
    m_thread.wait();
}

Rig::Opened Rig::open(Role role)
{
    auto pair = InProcessChannel::pair();
    pair.answering->moveToThread(&m_thread);
    onServer([&](FakeTransportServer &) {
        serve(std::move(pair.answering), {QStringLiteral("tester"), role, {}, {}, {}});
    });
    return {std::move(pair.asking), {}};
}

void Rig::serve(std::unique_ptr<Channel> channel, const Identity &identity)
{
    const ServerEndpoint::Services services{
        m_server, {QStringLiteral("rig"), QStringLiteral("7.7")}, &m_initiator, nullptr};
    auto *endpoint = new ServerEndpoint(std::move(channel), services, ServerEndpoint::admitAs(identity),
                                        m_limits, m_server);
    QObject::connect(endpoint, &ServerEndpoint::dropped, m_server,
                     [this](const Error &reason) { note(QStringLiteral("dropped ") + reason.detail); });
    QObject::connect(endpoint, &ServerEndpoint::refused, m_server,
                     [this](const Error &reason) { note(QStringLiteral("refused ") + reason.detail); });
    QObject::connect(endpoint, &ServerEndpoint::finished, endpoint, &QObject::deleteLater);
}

std::unique_ptr<ServerConnection> Rig::connect(Role role, ServerConnection::Options options,
                                               const std::shared_ptr<Faults> &faults)
{
    Opened opened = open(role);
    options.token = opened.token;
    if (faults)
        opened.channel = std::make_unique<FaultyChannel>(std::move(opened.channel), faults);
    return std::make_unique<ServerConnection>(std::move(opened.channel), options);
}

Inventory Rig::serverState()
{
    return onServer([](FakeTransportServer &server) { return server.state(); });
}

void Rig::dropAll(const Error &reason)
{
    onServer([&](FakeTransportServer &server) {
        const auto endpoints = server.findChildren<ServerEndpoint *>();
        for (ServerEndpoint *endpoint : endpoints)
            endpoint->drop(reason);
    });
}

int Rig::endpointCount()
{
    return onServer(
        [](FakeTransportServer &server) { return int(server.findChildren<ServerEndpoint *>().size()); });
}

QStringList Rig::log() const
{
    const QMutexLocker lock(&m_logMutex);
    return m_log;
}

bool Rig::logHas(const QString &part) const
{
    return !log().filter(part).isEmpty();
}

void Rig::note(const QString &line)
{
    const QMutexLocker lock(&m_logMutex);
    m_log.append(line);
}

} // namespace castdeck
