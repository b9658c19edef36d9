// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginehost.h"

#include "engine/initiationserver.h"
#include "engine/logcategories.h"
#include "engine/transportengine.h"
#include "transport/socketaddress.h"

#include <vector>

namespace castdeck
{

/// What lives in the engine's thread. The initiation asks the engine, so it goes first.
struct EngineHost::Room : QObject {
    std::unique_ptr<TransportEngine> engine;
    std::vector<std::unique_ptr<InitiationServer>> initiation; ///< one for each address family

    void clear()
    {
        initiation.clear();
        engine.reset();
    }
};

EngineHost::EngineHost(const EngineSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_room(std::make_unique<Room>())
    , m_thread(std::make_unique<QThread>())
{
    m_thread->setObjectName(QStringLiteral("engine"));
    m_room->moveToThread(m_thread.get());
    Room *const room = m_room.get();
    connect(m_thread.get(), &QThread::finished, room, [room] { room->clear(); });
    connect(m_thread.get(), &QThread::finished, this, &EngineHost::stopped);
}

EngineHost::~EngineHost()
{
    if (!m_thread->isRunning())
        return;
    const auto patience = m_settings.parameters.terminationGrace + std::chrono::seconds(2);
    shutDown({DisconnectType::Abort, QStringLiteral("server stopped"), QString()});
    if (m_thread->wait(QDeadlineTimer(patience)))
        return;
    m_thread->quit();
    // A thread that does not even end now hangs in the system: the program must still be able to go.
    if (!m_thread->wait(QDeadlineTimer(std::chrono::seconds(2)))) {
        m_thread.release();
        m_room.release();
    }
}

void EngineHost::start()
{
    m_thread->start();
    QMetaObject::invokeMethod(
        m_room.get(), [this] { build(); }, Qt::QueuedConnection);
}

void EngineHost::build()
{
    m_room->engine = std::make_unique<TransportEngine>(m_settings);
    if (!m_settings.initiationPort) {
        Q_EMIT ready(0);
        return;
    }
    const auto first = findInterface(m_settings.interfaceName).and_then([&](const NetworkInterface &found) {
        return listen(found, *m_settings.initiationPort);
    });
    if (!first) {
        Q_EMIT initiationFailed(first.error());
        Q_EMIT ready(0);
        return;
    }
    // The other family on the same port, where the interface has it and the port is free.
    const uint8_t other = m_room->initiation.front()->addressLength() == 4 ? 16 : 4;
    if (const auto found = findInterface(m_settings.interfaceName, other))
        listen(*found, *first);
    Q_EMIT ready(*first);
}

Result<quint16> EngineHost::listen(const NetworkInterface &interface, quint16 port)
{
    TransportEngine *const engine = m_room->engine.get();
    auto server = InitiationServer::listen(
        interface, port, [engine](const InitiationAsk &ask) { return engine->initiateUnauthenticated(ask); });
    if (!server) {
        qCWarning(initiationLog) << "no initiation on" << toText(interface.address)
                                 << errorName(server.error().code);
        return tl::unexpected(server.error());
    }
    m_room->initiation.push_back(std::move(*server));
    return m_room->initiation.back()->port();
}

void EngineHost::post(std::function<void(TransportEngine &)> work)
{
    const auto run = [room = m_room.get(), work = std::move(work)] {
        if (room->engine)
            work(*room->engine);
    };
    QMetaObject::invokeMethod(m_room.get(), run, Qt::QueuedConnection);
}

void EngineHost::shutDown(const DisconnectOrder &order)
{
    post([room = m_room.get(), thread = m_thread.get(), order](TransportEngine &engine) {
        engine.shutDown(order).then(room, [thread](const Result<DisconnectReport> &) { thread->quit(); });
    });
}

} // namespace castdeck
