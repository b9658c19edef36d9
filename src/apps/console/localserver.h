// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/server/enginehost.h"
#include "fallback/fallbackinitiator.h"
#include "fallback/fallbackserver.h"
#include "gui/servers/serverregistry.h"
#include "management/serverconnection.h"

#include <functional>
#include <memory>

namespace castdeck
{

/// "This computer": the engine in its own thread, reached as any other server, through a channel; and beside
/// it the HTTPS endpoint where receivers get what multicast does not bring them.
///
/// Thread: the window's. The engine starts at once; what it cannot do is said by the signals.
class LocalServer : public QObject
{
    Q_OBJECT
public:
    struct Settings {
        EngineSettings engine;
        quint16 fallbackPort = 5043; ///< of the HTTPS endpoint; 0: any free one
        QString keyFolder;           ///< of its certificate and key, which are made at the first start
    };

    LocalServer(const Settings &settings, ServerRegistry &servers, QObject *parent = nullptr);
    ~LocalServer() override;

    static ServerId id() { return ServerId(QStringLiteral("local")); }

    /// Where the HTTPS endpoint answers; 0: it does not, and fallbackFailed() said why.
    quint16 fallbackPort() const { return m_offer.port; }

    /// Publishes a folder for anyone who asks; @p done is called once, later.
    void publish(const QString &name, const QString &folder,
                 std::function<void(const Result<NamespaceReport> &)> done);
    /// Ends all sessions and tells their clients, with the reason if there is one; stopped() follows.
    void shutDown(const QString &reason = {});

Q_SIGNALS:
    /// Receivers may ask at this UDP port; 0: they cannot, and initiationFailed() said why.
    void ready(quint16 initiationPort);
    void initiationFailed(const castdeck::Error &error);
    /// Everything but the HTTPS endpoint works.
    void fallbackFailed(const castdeck::Error &error);
    void stopped();

private:
    Result<void> openFallback(const Settings &settings);
    void attach();

    EngineHost m_host;
    FallbackOffer m_offer;
    std::unique_ptr<FallbackServer> m_fallback;
    ServerFeed &m_feed;
    std::unique_ptr<ServerConnection> m_connection;
    bool m_ending = false;
};

} // namespace castdeck
