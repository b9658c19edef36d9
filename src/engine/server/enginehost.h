// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/requests.h"
#include "engine/common/enginesettings.h"

#include <QObject>
#include <QThread>
#include <functional>
#include <memory>

namespace castdeck
{

class TransportEngine;

/// Owns the thread that a TransportEngine and its UDP initiation live in. Lives in any thread with an event
/// loop, which it never makes wait, the destructor excepted.
class EngineHost : public QObject
{
    Q_OBJECT
public:
    explicit EngineHost(const EngineSettings &settings, QObject *parent = nullptr);
    /// Of a host that still runs: shuts down and waits for it, as long as the sessions' grace time at most.
    ~EngineHost() override;

    /// Once. ready() follows, and initiationFailed() before it when askers over UDP cannot be served.
    /// NoSystemResources: there is no thread for it.
    Result<void> start();
    /// Runs @p work in the engine's thread, in the order of the calls; not at all before start() and once the
    /// engine is gone. What it makes there belongs there: give it the engine as parent, and it goes with the
    /// engine.
    void post(std::function<void(TransportEngine &)> work);
    /// Ends all sessions, tells the clients, then ends the thread: stopped() follows.
    void shutDown(const DisconnectOrder &order);
    bool isRunning() const { return m_thread->isRunning(); }
    /// Where the engine lives, for objects that are moved there before they are handed over by post().
    QThread *engineThread() const { return m_thread.get(); }

Q_SIGNALS:
    /// @p initiationPort is 0 when there is no UDP initiation.
    void ready(quint16 initiationPort);
    void initiationFailed(const castdeck::Error &error);
    void stopped();

private:
    struct Room;
    void build();

    EngineSettings m_settings;
    std::unique_ptr<Room> m_room; ///< what is in it lives and dies in the thread
    std::unique_ptr<QThread> m_thread;
};

} // namespace castdeck
