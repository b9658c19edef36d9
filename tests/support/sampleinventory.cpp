// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleinventory.h"

#include "support/utc.h"

namespace castdeck
{

namespace
{

constexpr quint32 largestId = 20;

quint32 anyId(QRandomGenerator &random)
{
    return static_cast<quint32>(random.bounded(1u, largestId + 1));
}

bool oneIn(QRandomGenerator &random, int count)
{
    return random.bounded(count) == 0;
}

template <class Row>
auto anyOf(QRandomGenerator &random, const QList<Row> &rows)
{
    return rows.at(random.bounded(static_cast<int>(rows.size()))).id;
}

NamespaceInfo randomNamespace(QRandomGenerator &random)
{
    NamespaceInfo info = sampleNamespace(anyId(random), QStringLiteral("ns%1").arg(random.bounded(3)));
    info.tombstoned = oneIn(random, 4);
    return info;
}

ContentInfo randomContent(QRandomGenerator &random, NamespaceId parent)
{
    return sampleContent(anyId(random), parent.value(), QStringLiteral("content%1").arg(random.bounded(4)));
}

SessionInfo randomSession(QRandomGenerator &random, ContentId parent)
{
    SessionInfo info = sampleSession(anyId(random), parent.value());
    info.state = static_cast<SessionState>(random.bounded(4));
    info.percentCompletion = static_cast<quint8>(random.bounded(101));
    info.transferRate = static_cast<quint64>(random.bounded(5)) * 1'000'000;
    info.masterClientId = ClientId(static_cast<quint32>(random.bounded(static_cast<int>(largestId))));
    if (info.state == SessionState::Failed)
        info.error = Error{ErrorCode::AddressInUse, QStringLiteral("239.0.0.1")};
    return info;
}

ClientInfo randomClient(QRandomGenerator &random, SessionId parent)
{
    const quint32 id = anyId(random);
    ClientInfo info = sampleClient(id, parent.value(), QStringLiteral("PC-%1").arg(id));
    info.state = static_cast<ClientState>(random.bounded(4));
    info.percentCompletion = static_cast<quint8>(random.bounded(101));
    info.cpuUtilization = oneIn(random, 3) ? UtilizationUnknown : static_cast<quint8>(random.bounded(101));
    info.lossRate = random.bounded(1.0);
    return info;
}

ClientInfo fullClient(quint32 id, const SessionInfo &session)
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
            inventory.clients.append(fullClient(++clientId, session));
        if (clients > 0)
            session.masterClientId = inventory.clients.last().id;
        inventory.sessions.append(session);
    }
    return inventory;
}

ServerInfo sampleWdsServer()
{
    ServerInfo server{QStringLiteral("WDS1"), QStringLiteral("castdeck-wds 0.1.0")};
    server.kind = QStringLiteral("wds");
    server.lacks = {QStringLiteral("session.history"),
                    QStringLiteral("audit.list"),
                    QStringLiteral("rate.get"),
                    QStringLiteral("rate.set"),
                    QStringLiteral("token.list"),
                    QStringLiteral("token.create"),
                    QStringLiteral("token.revoke"),
                    QStringLiteral("session.initiate"),
                    QStringLiteral("namespace.contents"),
                    QStringLiteral("namespace.rearm"),
                    QStringLiteral("namespace.replace"),
                    QStringLiteral("reason"),
                    QStringLiteral("terminate.type"),
                    QStringLiteral("service.drain"),
                    QStringLiteral("namespace.allowUnauthenticated"),
                    QStringLiteral("namespace.fallbackUrl")};
    return server;
}

NamespaceInfo sampleNamespace(quint32 id, const QString &name)
{
    NamespaceInfo info;
    info.id = NamespaceId(id);
    info.name = name;
    info.configuration = QStringLiteral("/srv/") + name;
    return info;
}

ContentInfo sampleContent(quint32 id, quint32 namespaceId, const QString &name)
{
    return {ContentId(id), NamespaceId(namespaceId), name, 4'700'000'000};
}

SessionInfo sampleSession(quint32 id, quint32 contentId)
{
    SessionInfo info;
    info.id = SessionId(id);
    info.contentId = ContentId(contentId);
    info.state = SessionState::Sending;
    info.interfaceName = QStringLiteral("eth0");
    info.interfaceMac = QStringLiteral("00:11:22:33:44:55");
    info.serverAddress = QStringLiteral("10.0.0.1");
    info.groupAddress = QStringLiteral("239.0.0.%1").arg(id % 256);
    info.port = 64001;
    info.transferRate = 84'000'000;
    info.percentCompletion = 40;
    return info;
}

ClientInfo sampleClient(quint32 id, quint32 sessionId, const QString &name)
{
    ClientInfo info;
    info.id = ClientId(id);
    info.sessionId = SessionId(sessionId);
    info.state = ClientState::Receiving;
    info.name = name;
    info.macAddress = QStringLiteral("02:00:00:00:00:%1").arg(id % 256, 2, 16, QLatin1Char('0'));
    info.ipAddress = QStringLiteral("10.0.1.%1").arg(id % 256);
    info.percentCompletion = 40;
    info.joinedAt = utc(QDate(2025, 3, 1), QTime(12, 0));
    info.cpuUtilization = 17;
    info.lossRate = 0.004;
    info.roundTrip = 3;
    return info;
}

Inventory sampleInventory()
{
    Inventory inventory;
    inventory.revision = 10;
    inventory.server = {QStringLiteral("deploy1"), QStringLiteral("0.1.0")};
    inventory.namespaces = {sampleNamespace(1, QStringLiteral("images")),
                            sampleNamespace(2, QStringLiteral("drivers"))};
    inventory.contents = {sampleContent(1, 1, QStringLiteral("install.wim"))};
    inventory.sessions = {sampleSession(1, 1), sampleSession(2, 1)};
    inventory.sessions[0].masterClientId = ClientId(2);
    inventory.clients = {sampleClient(1, 1, QStringLiteral("PC-1")),
                         sampleClient(2, 1, QStringLiteral("PC-2"))};
    return inventory;
}

Inventory randomInventory(QRandomGenerator &random)
{
    Inventory inventory;
    for (int i = 0; i < 60; ++i)
        inventory.apply({static_cast<quint64>(i), randomChange(random, inventory)});
    inventory.revision = random.bounded(1000u);
    return inventory;
}

Change randomChange(QRandomGenerator &random, const Inventory &from)
{
    if (oneIn(random, 40))
        return Notice();
    if (oneIn(random, 40))
        return ServerInfo{QStringLiteral("server%1").arg(random.bounded(3)), QStringLiteral("1")};
    const bool goes = oneIn(random, 4);
    switch (random.bounded(10)) {
    case 0:
        return goes ? Change(NamespaceId(anyId(random))) : Change(randomNamespace(random));
    case 1:
    case 2:
        if (!from.namespaces.isEmpty())
            return goes ? Change(ContentId(anyId(random)))
                        : Change(randomContent(random, anyOf(random, from.namespaces)));
        return randomNamespace(random);
    case 3:
    case 4:
    case 5:
        if (!from.contents.isEmpty())
            return goes ? Change(SessionId(anyId(random)))
                        : Change(randomSession(random, anyOf(random, from.contents)));
        return randomNamespace(random);
    default:
        if (!from.sessions.isEmpty())
            return goes ? Change(ClientId(anyId(random)))
                        : Change(randomClient(random, anyOf(random, from.sessions)));
        return randomNamespace(random);
    }
}

} // namespace castdeck
