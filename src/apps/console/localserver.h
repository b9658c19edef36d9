// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/enginehost.h"
#include "gui/serverregistry.h"
#include "management/serverconnection.h"

#include <functional>
#include <memory>

namespace castdeck
{

/// "This computer": the engine in its own thread, reached as any other server, through a channel.
///
/// Thread: the window's. The engine starts at once; what it cannot do is said by the signals.
class LocalServer : public QObject
{
    Q_OBJECT
public:
    LocalServer(const EngineSettings &settings, ServerRegistry &servers, QObject *parent = nullptr);
    ~LocalServer() override;

    static ServerId id() { return ServerId(QStringLiteral("local")); }

    /// Publishes a folder for anyone who asks; @p done is called once, later.
    void publish(const QString &name, const QString &folder,
                 std::function<void(const Result<NamespaceReport> &)> done);
    /// Ends all sessions and tells their clients; stopped() follows.
    void shutDown();

Q_SIGNALS:
    /// Receivers may ask at this UDP port; 0: they cannot, and initiationFailed() said why.
    void ready(quint16 initiationPort);
    void initiationFailed(const castdeck::Error &error);
    void stopped();

private:
    EngineHost m_host;
    std::unique_ptr<ServerConnection> m_connection;
};

} // namespace castdeck
