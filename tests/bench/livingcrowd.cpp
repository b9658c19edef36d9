// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "livingcrowd.h"

#include "support/sampleinventory.h"

namespace castdeck
{

Inventory LivingCrowd::inventory() const
{
    Inventory inventory;
    inventory.revision = 1;
    inventory.server = {QStringLiteral("deploy"), QStringLiteral("1")};
    inventory.namespaces = {sampleNamespace(1, QStringLiteral("images"))};
    for (int s = 1; s <= sessions; ++s) {
        inventory.contents.append(sampleContent(quint32(s), 1, QStringLiteral("install-%1.wim").arg(s)));
        SessionInfo session = sampleSession(quint32(s), quint32(s));
        session.masterClientId = ClientId(quint32((s - 1) * clients + 1));
        inventory.sessions.append(session);
        for (int c = 1; c <= clients; ++c) {
            const auto id = quint32((s - 1) * clients + c);
            inventory.clients.append(sampleClient(id, quint32(s), QStringLiteral("PC-%1").arg(id)));
            inventory.clients.last().percentCompletion = quint8(id * 7 % 100);
        }
    }
    return inventory;
}

QList<ClientInfo> LivingCrowd::step(int step, const Inventory &now) const
{
    QList<ClientInfo> changed;
    for (qsizetype i = step % StepsPerSecond; i < now.clients.size(); i += StepsPerSecond) {
        ClientInfo client = now.clients[i];
        client.percentCompletion = quint8((client.percentCompletion + 1) % 100);
        client.lossRate = double((quint32(i) * 31 + quint32(step)) % 40) / 1000;
        client.cpuUtilization = quint8((quint32(i) + quint32(step)) % 100);
        changed.append(client);
    }
    return changed;
}

} // namespace castdeck
