// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "engine/server/initiationlisteners.h"
#include "fallback/fallbackinitiator.h"
#include "fallback/fallbackserver.h"

#include <QSet>
#include <QTimer>

namespace castdeck
{

class TransportEngine;

/// Where receivers ask this computer, and where they get what multicast does not bring them: open as long as
/// something is published, so that a console that only watches takes nobody's ports. What is taken is tried
/// again. The server's row says how it stands. Lives in the engine's thread, and belongs to the engine.
class ReceiverPorts : public QObject
{
    Q_OBJECT
public:
    struct Settings {
        QString interfaceName;                 ///< as that of EngineSettings
        std::optional<quint16> initiationPort; ///< 0: any free one; nothing: nobody can ask
        quint16 fallbackPort = 0;              ///< 0: any free one
        QString keyFolder;                     ///< of the certificate, which is made when it is needed first
        std::chrono::milliseconds pause = std::chrono::seconds(5); ///< before a port is tried again
    };
    ReceiverPorts(TransportEngine &engine, Settings settings);
    ~ReceiverPorts() override;

    /// Lets receivers in, over whatever carries them.
    SessionInitiator &initiator() { return m_initiator; }

Q_SIGNALS:
    /// All that can be open is; a port that is not is 0.
    void opened(quint16 initiationPort, quint16 fallbackPort);
    /// Everything but the HTTPS endpoint works. Once, until it works again.
    void fallbackFailed(const castdeck::Error &error);

private:
    void follow(const InventoryEvent &event);
    void open();
    void openInitiation();
    void openFallback();
    Result<void> openFallback(const ServerCertificate &certificate);
    void takeFallback(const Result<void> &open);
    void close();
    void tellIfOpen();

    TransportEngine &m_engine;
    Settings m_settings;
    FallbackOffer m_offer;
    FallbackInitiator m_initiator;
    QSet<NamespaceId> m_published;
    std::unique_ptr<InitiationListeners> m_initiation;
    std::unique_ptr<FallbackServer> m_fallback;
    quint16 m_initiationPort = 0;
    bool m_isOpen = false;
    bool m_isFallbackTold = false; ///< that it failed
    bool m_isOpening = false;      ///< the HTTPS endpoint, and its certificate is being read
    QTimer m_again;
    QTimer m_linger; ///< until those have finished who still read
    FileSystemCalls m_files;
};

} // namespace castdeck
