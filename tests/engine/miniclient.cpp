// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/miniclient.h"

#include <QNetworkInterface>
#include <QtEndian>
#include <vector>

namespace castdeck
{

namespace
{

wire::SecurityMode modeOf(const InitiationGrant &grant)
{
    return static_cast<wire::SecurityMode>(grant.secMode & 0xFFFF);
}

wire::SessionKey keyOf(const InitiationGrant &grant)
{
    wire::SessionKey key{};
    std::copy_n(grant.symKey.begin(), std::min<qsizetype>(grant.symKey.size(), qsizetype(key.size())),
                key.begin());
    return key;
}

QNetworkInterface loopback()
{
    const QList<QNetworkInterface> all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : all) {
        if (interface.flags() & QNetworkInterface::IsLoopBack)
            return interface;
    }
    return {};
}

QString textOf(wire::Bytes utf16)
{
    QString text;
    for (size_t i = 0; i + 1 < utf16.size(); i += 2)
        text.append(QChar(qFromLittleEndian<char16_t>(utf16.data() + i)));
    return text;
}

} // namespace

MiniClient::MiniClient(const InitiationGrant &grant, const QString &name)
    : m_grant(grant)
    , m_name(name)
    , m_security(modeOf(grant), keyOf(grant))
    , m_peerSecurity(modeOf(grant), keyOf(grant))
{
    const QHostAddress group(grant.multicastAddress);
    m_own.bind(QHostAddress(grant.unicastAddress), 0);
    m_group.bind(group, grant.multicastPort, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint);
    m_group.joinMulticastGroup(group, loopback());
    connect(&m_own, &QUdpSocket::readyRead, this, [this] { readAll(m_own); });
    connect(&m_group, &QUdpSocket::readyRead, this, [this] { readAll(m_group); });
}

void MiniClient::join()
{
    const std::u16string name = m_name.toStdU16String();
    wire::Join packet;
    packet.clientName = name;
    packet.ipAddress = {{127, 0, 0, 1}, 4};
    packet.macAddress = {2, 0, 0x5E, 0x10, 0x20, 0x30};
    packet.macLength = 6;
    send(packet);
}

void MiniClient::leave(uint8_t reason)
{
    send(wire::Leave{m_id, reason});
    m_silent = true;
}

void MiniClient::send(const wire::TransportBody &body)
{
    if (m_silent)
        return;
    std::vector<uint8_t> packet(wire::MaxDatagram);
    // SenderTime 1: nobody measures the time of a test.
    const size_t size = wire::encodeTransport(packet, m_security, m_grant.sessionId.value(), 1, body);
    m_own.writeDatagram(reinterpret_cast<const char *>(packet.data()), qint64(size),
                        QHostAddress(m_grant.unicastAddress), m_grant.unicastPort);
}

void MiniClient::readAll(QUdpSocket &socket)
{
    while (socket.hasPendingDatagrams()) {
        QByteArray bytes(qsizetype(socket.pendingDatagramSize()), Qt::Uninitialized);
        socket.readDatagram(bytes.data(), bytes.size());
        const std::span view(reinterpret_cast<uint8_t *>(bytes.data()), size_t(bytes.size()));
        const auto packet =
            wire::decodeTransport(view, m_peerSecurity, m_grant.sessionId.value(), wire::Receiver::Client);
        if (packet && !m_silent)
            take(*packet);
    }
}

void MiniClient::acknowledge(quint64 serverTime)
{
    wire::Ack ack;
    ack.clientId = m_id;
    ack.oDataSeqNo = m_contiguous;
    ack.serverTime = serverTime;
    ack.hiODataSeqNo = m_contiguous;
    send(ack);
}

void MiniClient::take(const wire::TransportPacket &packet)
{
    if (const auto *joined = std::get_if<wire::JoinAck>(&packet.body)) {
        m_id = joined->clientId;
        wire::Qcr report;
        report.clientId = m_id;
        report.serverTime = packet.senderTime;
        if (m_reports)
            send(report);
    } else if (!m_reports) {
        return;
    } else if (const auto *query = std::get_if<wire::Qcc>(&packet.body)) {
        wire::Qcr report;
        report.clientId = m_id;
        report.qccSeqNo = query->qccSeqNo;
        report.serverTime = packet.senderTime;
        report.utilization.cpu = 12;
        send(report);
    } else if (const auto *poll = std::get_if<wire::Poll>(&packet.body)) {
        const wire::Range everything[] = {{1, m_grant.totalBlocks}};
        wire::ClientAnswer answer;
        answer.progress = 25;
        answer.ranges = std::span<const wire::Range>(everything);
        std::array<uint8_t, 64> data;
        const size_t size = wire::encode(data, answer);
        wire::PollAck ack;
        ack.clientId = m_id;
        ack.pollSeqNo = poll->pollSeqNo;
        ack.appData = std::span(data).first(size);
        send(ack);
    } else if (const auto *data = std::get_if<wire::Data>(&packet.body)) {
        ++m_blocksSeen;
        // What was lost is acknowledged as well: it asks for everything again anyway.
        if (!m_standsStill)
            m_contiguous = std::max<quint64>(m_contiguous, data->oDataSeqNo);
        if (data->clientId == m_id)
            acknowledge(packet.senderTime);
    } else if (const auto *spm = std::get_if<wire::Spm>(&packet.body)) {
        if (!m_standsStill)
            m_contiguous = std::max<quint64>(m_contiguous, spm->leadODataSeqNo);
        if (spm->masterClientId == m_id)
            acknowledge(packet.senderTime);
    } else if (const auto *kick = std::get_if<wire::Kick>(&packet.body)) {
        for (const wire::KickedClient client : kick->clients) {
            if (client.clientId != m_id)
                continue;
            m_kickReason = client.reason;
            m_kickedBy = textOf(kick->by);
            m_kickText = textOf(kick->reason);
            if (m_obeys)
                leave(wire::LeaveCancelled);
        }
    }
}

} // namespace castdeck
