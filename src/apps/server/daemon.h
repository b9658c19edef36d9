// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/commandline.h"
#include "apps/server/engineroom.h"
#include "core/workerthread.h"
#include "engine/server/enginehost.h"
#include "engine/store/statedirectory.h"
#include "fallback/fallbackserver.h"
#include "management/localdoor.h"

#include <QTimer>

namespace castdeck
{

/// The whole of castdeckd but its signals: an engine in its thread, what hangs on it, and what systemd is
/// told. Lives in the main thread, which never waits.
class Daemon : public QObject
{
    Q_OBJECT
public:
    /// @p settings are what @p values of @p commandLine say.
    Daemon(const CommandLine &commandLine, const SettingValues &values, const ServerSettings &settings,
           StateDirectory state);
    ~Daemon() override;

    /// Once; what the engine's thread finds wrong comes by failed().
    Result<void> start();
    /// Ends the sessions, tells everybody, then finished().
    void stop();
    /// Reads the configuration again and takes what can be changed now. A bad one changes nothing.
    void reload();

Q_SIGNALS:
    /// Everything is there: the ready line.
    void ready(const QString &line);
    /// The server cannot run; finished() follows.
    void failed(const castdeck::Error &error);
    void finished();

private:
    Result<void> openFallback(const ServerCertificate &certificate);
    Result<void> openLocalDoor();
    void announce(const QString &address, quint16 port, const QString &fingerprint);
    void giveUp(const Error &error);
    void watch();
    void lookAtCertificate();
    /// What a reload has read.
    struct Reread {
        SettingValues values;
        ServerSettings settings;
        Credentials credentials;
    };
    void take(const Result<Reread> &reread);
    void apply(const ServerSettings &settings, const Credentials &credentials);

    CommandLine m_commandLine;
    SettingValues m_values;
    ServerSettings m_settings;
    std::shared_ptr<const StateDirectory> m_state; ///< shared with what still reads in it
    FallbackOffer m_fallbackOffer;
    QString m_fallbackAddress; ///< "ADDR:PORT", if it was asked for
    std::unique_ptr<FallbackServer> m_fallback;
    std::optional<LocalDoor> m_door; ///< outlives the engine
    EngineHost m_host;
    EngineRoom *m_room = nullptr; ///< belongs to the engine
    quint16 m_initiationPort = 0;
    DiagnosticsPolicy m_diagnostics;
    QString m_status;
    bool m_stopping = false;
    bool m_failed = false;
    QTimer m_watchdog;
    ServerCertificate m_certificate; ///< in use
    QString m_outOfItsTime;          ///< said last of it
    QTimer m_certificateLook;
    WorkerThread m_reader{std::chrono::milliseconds(0)}; ///< of files, which may be on a disk that hangs
};

} // namespace castdeck
