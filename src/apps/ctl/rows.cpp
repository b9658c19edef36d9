// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/rows.h"

#include "apps/ctl/errorline.h"
#include "apps/ctl/rowof.h"

#include <QHash>

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

const QString contentNameKey = QStringLiteral("contentName");
const QString namespaceNameKey = QStringLiteral("namespaceName");
const QString sessionCountKey = QStringLiteral("sessionCount");
const QString clientCountKey = QStringLiteral("clientCount");

/// How many of the rows hang on each key.
template <class Key, class Row>
QHash<Key, int> countBy(const QList<Row> &rows, Key Row::*key)
{
    QHash<Key, int> counts;
    for (const Row &row : rows)
        ++counts[row.*key];
    return counts;
}

void addContent(QJsonObject &row, const Inventory &inventory, ContentId id)
{
    const ContentInfo *content = inventory.find(id);
    const NamespaceInfo *space = content ? inventory.find(content->namespaceId) : nullptr;
    row.insert(contentNameKey, content ? content->name : QString());
    row.insert(namespaceNameKey, space ? space->name : QString());
}

} // namespace

Listing namespaceListing(const Inventory &inventory)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"name", "NAME"},
                     {"type", "TYPE"},
                     {"configuration", "PATH"},
                     {"contentCount", "CONTENTS", Kind::Number},
                     {"minimumClients", "CLIENTS", Kind::Id},
                     {"startTime", "START", Kind::Time},
                     {"waitingClients", "WAITING", Kind::Number},
                     {"transmissionStarted", "STARTED"},
                     {"startMissed", "MISSED"},
                     {"allowUnauthenticated", "OPEN"},
                     {"tombstoned", "ENDING"},
                     {"friendlyName", "TITLE"},
                     {"description", "DESCRIPTION"},
                     {"fallbackUrl", "FALLBACK"},
                     {"error", "ERROR", Kind::Failure}},
                    {}};
    const auto contents = countBy(inventory.contents, &ContentInfo::namespaceId);
    for (const NamespaceInfo &space : inventory.namespaces) {
        QJsonObject row = rowOf(space);
        row.insert(QStringLiteral("contentCount"), contents.value(space.id));
        // What the wire leaves out because it is as ever is told to scripts all the same.
        row.insert(QStringLiteral("minimumClients"), qint64(space.minimumClients));
        row.insert(QStringLiteral("waitingClients"), qint64(space.waitingClients));
        row.insert(QStringLiteral("transmissionStarted"), space.transmissionStarted);
        row.insert(QStringLiteral("startMissed"), space.startMissed);
        listing.rows.append(row);
    }
    return listing;
}

Listing contentListing(const Inventory &inventory)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"namespaceName", "NAMESPACE"},
                     {"name", "NAME"},
                     {"size", "SIZE", Kind::Bytes},
                     {"sessionCount", "SESSIONS", Kind::Number},
                     {"digestState", "DIGEST"},
                     {"digest", "SHA-256"},
                     {"root", "TREE ROOT"}},
                    {}};
    const auto sessions = countBy(inventory.sessions, &SessionInfo::contentId);
    for (const ContentInfo &content : inventory.contents) {
        QJsonObject row = rowOf(content);
        const NamespaceInfo *space = inventory.find(content.namespaceId);
        row.insert(namespaceNameKey, space ? space->name : QString());
        row.insert(sessionCountKey, sessions.value(content.id));
        row.insert(QStringLiteral("digestState"), toText(content.digestState));
        listing.rows.append(row);
    }
    return listing;
}

Listing sessionListing(const Inventory &inventory)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"namespaceName", "NAMESPACE"},
                     {"contentName", "CONTENT"},
                     {"state", "STATE"},
                     {"percentCompletion", "DONE", Kind::Percent},
                     {"transferRate", "RATE", Kind::Rate},
                     {"clientCount", "CLIENTS", Kind::Number},
                     {"masterClientId", "MASTER", Kind::Id},
                     {"networkInterfaceName", "INTERFACE"},
                     {"groupAddress", "GROUP"},
                     {"port", "PORT", Kind::Number},
                     {"rateLimit", "LIMIT", Kind::Limit},
                     {"tier", "TIER", Kind::Number},
                     {"rejectedPackets", "REJECTED", Kind::Number},
                     {"error", "ERROR", Kind::Failure}},
                    {}};
    const auto clients = countBy(inventory.clients, &ClientInfo::sessionId);
    for (const SessionInfo &session : inventory.sessions) {
        QJsonObject row = rowOf(session);
        addContent(row, inventory, session.contentId);
        row.insert(clientCountKey, clients.value(session.id));
        row.insert(QStringLiteral("tier"), qint64(session.tier));
        row.insert(QStringLiteral("encrypted"), session.encrypted);
        row.insert(QStringLiteral("rateLimit"), qint64(session.rateLimit));
        listing.rows.append(row);
    }
    return listing;
}

Listing clientListing(const Inventory &inventory, SessionId session)
{
    Listing listing{{{"id", "ID", Kind::Number},
                     {"sessionId", "SESSION", Kind::Number},
                     {"name", "NAME"},
                     {"state", "STATE"},
                     {"percentCompletion", "DONE", Kind::Percent},
                     {"master", "MASTER"},
                     {"ipAddress", "ADDRESS"},
                     {"macAddress", "MAC"},
                     {"joinedAt", "JOINED FOR", Kind::Age},
                     {"cpuUtilization", "CPU", Kind::Utilization},
                     {"memoryUtilization", "MEMORY", Kind::Utilization},
                     {"networkUtilization", "NETWORK", Kind::Utilization},
                     {"lossRate", "LOSS", Kind::Share},
                     {"roundTrip", "ROUND TRIP", Kind::Milliseconds},
                     {"userIdentity", "USER"}},
                    {}};
    for (const ClientInfo &client : inventory.clients) {
        if (session.isValid() && client.sessionId != session)
            continue;
        QJsonObject row = rowOf(client);
        const SessionInfo *its = inventory.find(client.sessionId);
        addContent(row, inventory, its ? its->contentId : ContentId());
        row.insert(QStringLiteral("master"), its && its->masterClientId == client.id);
        listing.rows.append(row);
    }
    return listing;
}

} // namespace castdeck
