// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "engine/server/enginehost.h"
#include "gui/servers/serverregistry.h"
#include "management/serverconnection.h"

#include <functional>
#include <memory>

namespace castdeck
{

class StateDirectory;

/// "This computer": the engine in its own thread, reached as any other server, through a channel; and beside
/// it the ports where receivers ask and get, which are open as long as something is published.
///
/// Thread: the window's, which it never makes wait. The engine starts at once; what it cannot do is said by
/// the signals.
class LocalServer : public QObject
{
    Q_OBJECT
public:
    struct Settings {
        EngineSettings engine;       ///< its initiation port is opened with the first namespace
        quint16 fallbackPort = 5043; ///< of the HTTPS endpoint; 0: any free one
        QString keyFolder;           ///< of its certificate and key, which are made when they are needed
        QString stateFolder;         ///< where it keeps what it knows; empty: it forgets with the program
    };

    LocalServer(const Settings &settings, ServerRegistry &servers, QObject *parent = nullptr);
    ~LocalServer() override;

    static ServerId id() { return ServerId(QStringLiteral("local")); }

    /// Where the HTTPS endpoint answers; 0: it does not, at least not now.
    quint16 fallbackPort() const { return m_fallbackPort; }

    /// Publishes a folder for anyone who asks; @p done is called once, later. Of one that is
    /// published already as it is, too.
    void publish(const QString &name, const QString &folder,
                 std::function<void(const Result<NamespaceReport> &)> done);
    /// Ends all sessions and tells their clients, with the reason if there is one; stopped() follows.
    void shutDown(const QString &reason = {});

Q_SIGNALS:
    /// It has remembered what it knows, or notKept() said that it cannot.
    void ready();
    /// Something is published, and receivers may ask and get at these ports; one that is 0 cannot be had.
    void opened(quint16 initiationPort, quint16 fallbackPort);
    /// There is no thread for it.
    void startFailed(const castdeck::Error &error);
    /// What it was told before is not known, and what it is told now is forgotten with the program.
    void notKept(const castdeck::Error &error);
    /// Receivers that multicast does not reach get nothing; the rest works.
    void fallbackFailed(const castdeck::Error &error);
    void stopped();

private:
    void remember(const QString &folder);
    void restore(const std::shared_ptr<StateDirectory> &state);
    void begin(const Result<void> &remembered);
    void attach();

    std::shared_ptr<StateDirectory> m_state; ///< nobody else takes it until the engine is gone
    EngineHost m_host;
    quint16 m_fallbackPort = 0;
    ServerFeed &m_feed;
    std::unique_ptr<ServerConnection> m_connection;
    bool m_isEnding = false;
    FileSystemCalls m_files;
};

} // namespace castdeck
