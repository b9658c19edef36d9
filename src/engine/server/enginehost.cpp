// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/enginehost.h"

#include "engine/server/initiationlisteners.h"
#include "engine/server/transportengine.h"

namespace castdeck
{

/// What lives in the engine's thread. The initiation asks the engine, so it goes first.
struct EngineHost::Room : QObject {
    std::unique_ptr<TransportEngine> engine;
    std::unique_ptr<InitiationListeners> initiation;

    void clear()
    {
        initiation.reset();
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
        static_cast<void>(m_thread.release());
        static_cast<void>(m_room.release());
    }
}

Result<void> EngineHost::start()
{
    m_thread->start();
    if (!m_thread->isRunning())
        return failure(ErrorCode::NoSystemResources, QStringLiteral("a thread"));
    QMetaObject::invokeMethod(
        m_room.get(), [this] { build(); }, Qt::QueuedConnection);
    return {};
}

void EngineHost::build()
{
    m_room->engine = std::make_unique<TransportEngine>(m_settings);
    if (!m_settings.initiationPort) {
        Q_EMIT ready(0);
        return;
    }
    TransportEngine *const engine = m_room->engine.get();
    m_room->initiation =
        std::make_unique<InitiationListeners>(m_settings.interfaceName, [engine](const InitiationAsk &ask) {
            return engine->initiateUnauthenticated(ask);
        });
    const auto port = m_room->initiation->open(*m_settings.initiationPort);
    if (!port) {
        m_room->initiation.reset();
        engine->showInitiation(0, port.error());
        Q_EMIT initiationFailed(port.error());
    } else {
        engine->showInitiation(*port);
    }
    Q_EMIT ready(port.value_or(0));
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
