// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/server/initiationserver.h"
#include "transport/net/networkwatch.h"

#include <QSet>
#include <vector>

namespace castdeck
{

/// UDP initiation on all addresses that it is for, on one port: an InitiationServer for each, as interfaces
/// and addresses come and go. Lives in a thread with an event loop; @p admit is called there.
class InitiationListeners : public QObject
{
public:
    /// @p interfaceName as that of EngineSettings.
    InitiationListeners(QString interfaceName, InitiationServer::Admit admit);

    /// Once; the port. Without any address yet it waits for the first. @p port 0: any free one. AddressInUse
    /// if another program has the port on the first of the addresses; one of the others is left out then, and
    /// the log says so.
    Result<quint16> open(quint16 port);
    std::vector<wire::Address> addresses() const;

private:
    Result<void> add(const NetworkInterface &interface);
    void follow();

    const QString m_interfaceName;
    const InitiationServer::Admit m_admit;
    quint16 m_port = 0;
    std::vector<std::unique_ptr<InitiationServer>> m_servers;
    QSet<QString> m_refused; ///< addresses that the log has been told of
    std::unique_ptr<NetworkWatch> m_watch;
};

} // namespace castdeck
