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
        qsizetype least = ids.size();
        forEach([&](auto column, auto) { least = std::min(least, (this->*column).size()); });
        return least;
    }
    void append(const ClientInfo &client)
    {
        ids.append(client.id);
        forEach([&](auto column, auto field) { (this->*column).append(client.*field); });
    }
    /// Puts those of entry @p i into a row.
    void writeTo(ClientInfo &client, qsizetype i) const
    {
        forEach([&](auto column, auto field) { client.*field = (this->*column)[i]; });
    }
    /// Whether the two rows of a client differ in nothing else.
    static bool isAllThatDiffers(const ClientInfo &before, const ClientInfo &now)
    {
        ClientInfo moved = before;
        forEach([&](auto, auto field) { moved.*field = now.*field; });
        return moved == now;
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

private:
    /// Each column with the field of a client's row that it is of.
    static void forEach(auto use)
    {
        using M = ClientMeasures;
        use(&M::percentCompletion, &ClientInfo::percentCompletion);
        use(&M::cpuUtilization, &ClientInfo::cpuUtilization);
        use(&M::memoryUtilization, &ClientInfo::memoryUtilization);
        use(&M::networkUtilization, &ClientInfo::networkUtilization);
        use(&M::lossRate, &ClientInfo::lossRate);
        use(&M::roundTrip, &ClientInfo::roundTrip);
    }
};

} // namespace castdeck
