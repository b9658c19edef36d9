// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleinventory.h"

namespace castdeck
{

namespace
{

ClientInfo sampleClient(quint32 id, const SessionInfo &session)
{
    ClientInfo client;
    client.id = ClientId(id);
    client.sessionId = session.id;
    client.state = ClientState::Receiving;
    client.name = QStringLiteral("MACHINE-%1").arg(id);
    client.macAddress = QStringLiteral("02:00:00:00:%1:%2")
                            .arg(id >> 8U & 0xFFU, 2, 16, QLatin1Char('0'))
                            .arg(id & 0xFFU, 2, 16, QLatin1Char('0'));
    client.ipAddress = QStringLiteral("127.0.%1.%2").arg(id >> 8U & 0xFFU).arg(id & 0xFFU);
    client.percentCompletion = quint8(id % 101);
    client.joinedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + qint64(id)).toUTC();
    client.cpuUtilization = quint8(id % 100);
    client.lossRate = 0.125;
    client.roundTrip = id;
    client.userIdentity = QStringLiteral("tester");
    return client;
}

} // namespace

Inventory sampleInventory(int sessions, int clients)
{
    Inventory inventory;
    inventory.revision = 100;
    inventory.server = {QStringLiteral("sample"), QStringLiteral("1.0")};
    inventory.namespaces.append({NamespaceId(1), NamespaceType::AutoCast, QStringLiteral("images"),
                                 QStringLiteral("Images"), QStringLiteral("What is deployed"),
                                 QStringLiteral("WDS"), QStringLiteral("/srv/images"), false, true});
    inventory.contents.append({ContentId(1), NamespaceId(1), QStringLiteral("install.wim"), 1ULL << 32U});
    quint32 clientId = 0;
    for (int s = 1; s <= sessions; ++s) {
        SessionInfo session;
        session.id = SessionId(quint32(s));
        session.contentId = ContentId(1);
        session.state = SessionState::Sending;
        session.interfaceName = QStringLiteral("lo");
        session.interfaceMac = QStringLiteral("00:00:00:00:00:00");
        session.serverAddress = QStringLiteral("127.0.0.1");
        session.groupAddress = QStringLiteral("239.0.0.%1").arg(s % 250 + 1);
        session.port = quint16(64000 + s % 1000);
        session.transferRate = 100'000'000;
        for (int c = 0; c < clients; ++c)
            inventory.clients.append(sampleClient(++clientId, session));
        if (clients > 0)
            session.masterClientId = inventory.clients.last().id;
        inventory.sessions.append(session);
    }
    return inventory;
}

} // namespace castdeck
