// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/receiverports.h"

#include "core/descriptorlimit.h"
#include "engine/server/transportengine.h"
#include "management/servercertificate.h"
#include "transport/net/socketaddress.h"

#include <QDir>
#include <QSysInfo>

namespace castdeck
{

ReceiverPorts::ReceiverPorts(TransportEngine &engine, Settings settings)
    : QObject(&engine), m_engine(engine), m_settings(std::move(settings)), m_initiator(&engine, m_offer)
{
    connect(&engine, &TransportServer::eventRaised, this, &ReceiverPorts::follow);
    m_again.setSingleShot(true);
    m_again.setInterval(m_settings.pause);
    connect(&m_again, &QTimer::timeout, this, &ReceiverPorts::open);
    m_linger.setInterval(std::chrono::seconds(1));
    connect(&m_linger, &QTimer::timeout, this, [this] {
        if (!m_fallback || m_fallback->connectionCount() == 0)
            close();
    });
}

ReceiverPorts::~ReceiverPorts() = default;

void ReceiverPorts::follow(const InventoryEvent &event)
{
    const bool wasNothing = m_published.isEmpty();
    if (const auto *row = std::get_if<NamespaceInfo>(&event.change))
        m_published.insert(row->id);
    else if (const auto *gone = std::get_if<NamespaceId>(&event.change))
        m_published.remove(*gone);
    if (wasNothing == m_published.isEmpty())
        return;
    // Later: what is raised now is being done, and the row that says it must not be changed meanwhile.
    if (wasNothing)
        QMetaObject::invokeMethod(this, &ReceiverPorts::open, Qt::QueuedConnection);
    else
        m_linger.start();
}

void ReceiverPorts::open()
{
    if (m_published.isEmpty())
        return;
    m_linger.stop();
    m_isOpen = true;
    openInitiation();
    openFallback();
    tellIfOpen();
}

void ReceiverPorts::openInitiation()
{
    if (m_initiation || !m_settings.initiationPort)
        return;
    m_initiation =
        std::make_unique<InitiationListeners>(m_settings.interfaceName, [this](const InitiationAsk &ask) {
            return m_engine.initiateUnauthenticated(ask);
        });
    const auto port = m_initiation->open(*m_settings.initiationPort);
    m_initiationPort = port.value_or(0);
    if (port) {
        m_engine.showInitiation(*port);
        return;
    }
    m_initiation.reset();
    m_engine.showInitiation(0, port.error());
    m_again.start();
}

void ReceiverPorts::openFallback()
{
    if (m_fallback || std::exchange(m_isOpening, true))
        return;
    const QDir keys(m_settings.keyFolder);
    m_files.ask<ServerCertificate>(
        m_settings.keyFolder,
        [certificate = keys.filePath(QStringLiteral("certificate.pem")),
         key = keys.filePath(QStringLiteral("key.pem"))] {
            return ServerCertificate::loadOrMake(certificate, key, QSysInfo::machineHostName());
        },
        [this](const Result<ServerCertificate> &certificate) {
            m_isOpening = false;
            if (m_isOpen)
                takeFallback(certificate ? openFallback(*certificate) : tl::unexpected(certificate.error()));
        });
}

Result<void> ReceiverPorts::openFallback(const ServerCertificate &certificate)
{
    QHostAddress address(QHostAddress::Any);
    if (!m_settings.interfaceName.isEmpty()) {
        const auto interface = findInterface(m_settings.interfaceName);
        if (!interface)
            return tl::unexpected(interface.error());
        address = QHostAddress(toText(interface->address));
    }
    m_fallback =
        std::make_unique<FallbackServer>(m_offer.contents, FallbackServer::Limits::within(descriptorLimit()));
    return m_fallback->open(address, m_settings.fallbackPort, certificate);
}

void ReceiverPorts::takeFallback(const Result<void> &open)
{
    if (open) {
        m_isFallbackTold = false;
        m_initiator.setPort(m_fallback->port());
        m_engine.offerUnicast(m_fallback->port());
    } else {
        m_fallback.reset();
        m_again.start();
        if (!std::exchange(m_isFallbackTold, true))
            Q_EMIT fallbackFailed(open.error());
    }
    tellIfOpen();
}

/// Once all has been tried that was to be opened.
void ReceiverPorts::tellIfOpen()
{
    if (!m_isOpening)
        Q_EMIT opened(m_initiationPort, m_fallback ? m_fallback->port() : quint16(0));
}

void ReceiverPorts::close()
{
    m_linger.stop();
    m_again.stop();
    m_isOpen = false;
    m_initiation.reset();
    m_fallback.reset();
    m_initiationPort = 0;
    m_initiator.setPort(0);
    m_engine.showInitiation(0);
    m_engine.offerUnicast(0);
}

} // namespace castdeck
