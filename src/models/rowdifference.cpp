// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowdifference.h"

namespace castdeck
{

ColumnSet rowDifference(const SessionInfo &a, const SessionInfo &b)
{
    return when(a.contentId != b.contentId, Column::Name | Column::Namespace) |
           when(a.tier != b.tier, Column::Name) |
           when(a.state != b.state || a.error != b.error || a.stalledSince != b.stalledSince,
                Column::State | Column::Health | Column::Remaining) |
           when(a.startedAt != b.startedAt, Column::Started) |
           when(a.percentCompletion != b.percentCompletion, Column::Progress | Column::Remaining) |
           when(a.transferRate != b.transferRate || a.rateLimit != b.rateLimit, Column::Rate) |
           when(a.masterClientId != b.masterClientId, Column::Clients) |
           when(a.groupAddress != b.groupAddress || a.port != b.port || a.serverAddress != b.serverAddress,
                Column::Address) |
           when(a.interfaceName != b.interfaceName || a.interfaceMac != b.interfaceMac, Column::Interface) |
           when(a.rejectedPackets != b.rejectedPackets, Column::Rejected);
}

ColumnSet rowDifference(const NamespaceInfo &a, const NamespaceInfo &b)
{
    return when(a.name != b.name || a.friendlyName != b.friendlyName || a.description != b.description ||
                    a.fallbackUrl != b.fallbackUrl,
                Column::Name) |
           when(a.configuration != b.configuration || a.contentProvider != b.contentProvider,
                Column::Namespace) |
           when(a.type != b.type || a.tombstoned != b.tombstoned ||
                    a.allowUnauthenticated != b.allowUnauthenticated ||
                    a.minimumClients != b.minimumClients || a.startTime != b.startTime ||
                    a.transmissionStarted != b.transmissionStarted || a.startMissed != b.startMissed ||
                    a.waitingClients != b.waitingClients || a.error != b.error,
                Column::State);
}

ColumnSet rowDifference(const ClientInfo &a, const ClientInfo &b)
{
    return when(a.name != b.name || a.userIdentity != b.userIdentity, Column::Name) |
           when(a.state != b.state || a.byUnicast != b.byUnicast || a.silentSince != b.silentSince ||
                    a.stalledSince != b.stalledSince || a.writesSlowly != b.writesSlowly,
                Column::State | Column::Health | Column::Rate | Column::Remaining) |
           when(a.percentCompletion != b.percentCompletion,
                Column::Progress | Column::Rate | Column::Remaining) |
           when(a.percentCompletion != b.percentCompletion && b.byUnicast, Column::State) |
           when(a.joinedAt != b.joinedAt, Column::JoinedFor | Column::Started) |
           when(a.cpuUtilization != b.cpuUtilization, Column::Cpu) |
           when(a.memoryUtilization != b.memoryUtilization, Column::Memory) |
           when(a.networkUtilization != b.networkUtilization, Column::Network) |
           when(a.lossRate != b.lossRate, Column::Loss) |
           when(a.roundTrip != b.roundTrip, Column::RoundTrip) |
           when(a.ipAddress != b.ipAddress, Column::Address) |
           when(a.macAddress != b.macAddress, Column::Interface);
}

ColumnSet measureDifference(const ClientInfo &row, const ClientMeasures &measures, qsizetype i)
{
    return when(row.percentCompletion != measures.percentCompletion[i],
                Column::Progress | Column::Rate | Column::Remaining) |
           when(row.percentCompletion != measures.percentCompletion[i] && row.byUnicast, Column::State) |
           when(row.cpuUtilization != measures.cpuUtilization[i], Column::Cpu) |
           when(row.memoryUtilization != measures.memoryUtilization[i], Column::Memory) |
           when(row.networkUtilization != measures.networkUtilization[i], Column::Network) |
           when(row.lossRate != measures.lossRate[i], Column::Loss) |
           when(row.roundTrip != measures.roundTrip[i], Column::RoundTrip);
}

} // namespace castdeck
