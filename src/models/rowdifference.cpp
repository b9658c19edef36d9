// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowdifference.h"

namespace castdeck
{

ColumnSet rowDifference(const SessionInfo &a, const SessionInfo &b)
{
    return when(a.contentId != b.contentId, Column::Name | Column::Namespace) |
           when(a.tier != b.tier, Column::Name) |
           when(a.state != b.state || a.error != b.error, Column::State) |
           when(a.percentCompletion != b.percentCompletion, Column::Progress) |
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
           when(a.state != b.state, Column::State) |
           when(a.percentCompletion != b.percentCompletion, Column::Progress) |
           when(a.joinedAt != b.joinedAt, Column::JoinedFor) |
           when(a.cpuUtilization != b.cpuUtilization, Column::Cpu) |
           when(a.memoryUtilization != b.memoryUtilization, Column::Memory) |
           when(a.networkUtilization != b.networkUtilization, Column::Network) |
           when(a.lossRate != b.lossRate, Column::Loss) |
           when(a.roundTrip != b.roundTrip, Column::RoundTrip) |
           when(a.ipAddress != b.ipAddress, Column::Address) |
           when(a.macAddress != b.macAddress, Column::Interface);
}

} // namespace castdeck
