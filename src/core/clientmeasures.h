// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

#include <QList>
#include <algorithm>

namespace castdeck
{

/// What changes of clients all the time, of many of them in one step: column by column, since there may be
/// 100 000 a second. Entry i of each column is of the client ids[i].
struct ClientMeasures {
    /// Of one step.
    static constexpr qsizetype Most = 2'000;

    QList<ClientId> ids;
    QList<quint8> percentCompletion;
    QList<quint8> cpuUtilization;
    QList<quint8> memoryUtilization;
    QList<quint8> networkUtilization;
    QList<double> lossRate;
    QList<quint32> roundTrip;

    /// What a peer says is not trusted to be even.
    qsizetype size() const
    {
        return std::min({ids.size(), percentCompletion.size(), cpuUtilization.size(),
                         memoryUtilization.size(), networkUtilization.size(), lossRate.size(),
                         roundTrip.size()});
    }
    void append(const ClientInfo &client)
    {
        ids.append(client.id);
        percentCompletion.append(client.percentCompletion);
        cpuUtilization.append(client.cpuUtilization);
        memoryUtilization.append(client.memoryUtilization);
        networkUtilization.append(client.networkUtilization);
        lossRate.append(client.lossRate);
        roundTrip.append(client.roundTrip);
    }
    /// Puts those of entry @p i into a row.
    void writeTo(ClientInfo &client, qsizetype i) const
    {
        client.percentCompletion = percentCompletion[i];
        client.cpuUtilization = cpuUtilization[i];
        client.memoryUtilization = memoryUtilization[i];
        client.networkUtilization = networkUtilization[i];
        client.lossRate = lossRate[i];
        client.roundTrip = roundTrip[i];
    }

    static void describe(auto &a, auto &v)
    {
        a("ids", v.ids);
        a("percentCompletion", v.percentCompletion);
        a("cpuUtilization", v.cpuUtilization);
        a("memoryUtilization", v.memoryUtilization);
        a("networkUtilization", v.networkUtilization);
        a("lossRate", v.lossRate);
        a("roundTrip", v.roundTrip);
    }
    friend bool operator==(const ClientMeasures &, const ClientMeasures &) = default;
};

} // namespace castdeck
