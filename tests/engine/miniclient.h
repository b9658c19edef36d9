// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "wire/applicationmessage.h"

#include <QObject>
#include <QUdpSocket>

namespace castdeck
{

/// A receiver that says only what a test makes it say: it joins, reports, acknowledges and asks for every
/// block again and again, and obeys or ignores orders. It keeps no data.
class MiniClient : public QObject
{
    Q_OBJECT
public:
    MiniClient(const InitiationGrant &grant, const QString &name);

    void join();
    /// Hears and says nothing any more.
    void fallSilent() { m_silent = true; }
    /// Goes on as before when it is told to go.
    void disobey() { m_obeys = false; }
    /// Acknowledges what it has, and gets nothing new.
    void standStill() { m_standsStill = true; }
    /// Joins, and says nothing of itself afterwards.
    void neverReport() { m_reports = false; }
    void leave(uint8_t reason);

    bool isJoined() const { return m_id != 0; }
    ClientId id() const { return ClientId(m_id); }
    /// The KICK that named this client: -1 while there was none.
    int kickReason() const { return m_kickReason; }
    QString kickedBy() const { return m_kickedBy; }
    QString kickText() const { return m_kickText; }
    quint64 blocksSeen() const { return m_blocksSeen; }

private:
    void readAll(QUdpSocket &socket);
    void take(const wire::TransportPacket &packet);
    void acknowledge(quint64 serverTime);
    void send(const wire::TransportBody &body);

    InitiationGrant m_grant;
    QString m_name;
    wire::PacketSecurity m_security;
    wire::PacketSecurity m_peerSecurity;
    QUdpSocket m_own;
    QUdpSocket m_group;
    quint32 m_id = 0;
    quint64 m_contiguous = 0;
    quint64 m_blocksSeen = 0;
    int m_kickReason = -1;
    QString m_kickedBy;
    QString m_kickText;
    bool m_silent = false;
    bool m_obeys = true;
    bool m_standsStill = false;
    bool m_reports = true;
};

} // namespace castdeck
