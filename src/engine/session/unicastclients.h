// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/requests.h"
#include "engine/common/inventoryledger.h"

#include <QHash>
#include <functional>
#include <vector>

namespace castdeck
{

/// What one machine gets of one content by unicast from beside the engine, as it stands now.
struct UnicastTransfer {
    quint64 number = 0; ///< the same as long as it goes on, and never another's
    SessionId session;  ///< that let it in, running or not
    QString address;
    QString name; ///< of the machine; empty: it is not known
    QString identity;
    quint64 size = 0;     ///< of the content
    quint64 bytes = 0;    ///< sent so far
    bool isWhole = false; ///< its last request was answered to the end, and it has asked for nothing since
};

/// The rows of the machines that left multicast, or never came to it, and get the rest by unicast. A machine
/// that was a client of the session keeps its id, and begins where it left.
class UnicastClients
{
public:
    /// @p freshId gives an id that no client of the server has or had.
    UnicastClients(InventoryLedger &ledger, std::function<ClientId()> freshId);

    /// A client of a session went without having everything: this was its last row.
    void remember(const ClientInfo &row);
    /// All there are now. Whatever was there before and is not any more is over: it has it, if all that it
    /// lacked was sent, or it gave up.
    void show(const QList<UnicastTransfer> &transfers);
    bool contains(ClientId id) const;
    /// Its row goes, by that order; what is still said of it is not shown.
    void remove(ClientId id, const DisconnectOrder &order);

private:
    struct Entry {
        ClientInfo row;
        int percentBefore = 0;
        bool isWhole = false;
        bool isRemoved = false; ///< it is over, whatever is still said of it
    };
    Entry begin(const UnicastTransfer &transfer);
    void write(Entry &entry, const UnicastTransfer &transfer);
    static bool hasAll(const Entry &entry);
    void finish(Entry &entry);

    InventoryLedger &m_ledger;
    std::function<ClientId()> m_freshId;
    QHash<quint64, Entry> m_entries;
    std::vector<ClientInfo> m_left; ///< the oldest first
};

} // namespace castdeck
