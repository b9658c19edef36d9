// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/unicastclients.h"

#include "engine/common/notices.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr size_t LeftMost = 4'096;
/// A client's percentage is rounded, so what it lacked may have been one less.
constexpr int WholePercent = 99;

RowEnding endingOf(const ClientInfo &row, ClientOutcome outcome)
{
    RowEnding ending;
    ending.client = outcome;
    ending.at = QDateTime::currentDateTimeUtc();
    ending.percentCompletion = outcome == ClientOutcome::Completed ? quint8(100) : row.percentCompletion;
    ending.unicast = true;
    return ending;
}

} // namespace

UnicastClients::UnicastClients(InventoryLedger &ledger, std::function<ClientId()> freshId)
    : m_ledger(ledger), m_freshId(std::move(freshId))
{
}

void UnicastClients::remember(const ClientInfo &row)
{
    if (m_left.size() >= LeftMost)
        m_left.erase(m_left.begin());
    m_left.push_back(row);
}

UnicastClients::Entry UnicastClients::begin(const UnicastTransfer &transfer)
{
    // The newest first. Whoever asked without a name is known by its address alone.
    const auto known = std::find_if(m_left.rbegin(), m_left.rend(), [&](const ClientInfo &row) {
        return row.sessionId == transfer.session && row.ipAddress == transfer.address &&
               (transfer.name.isEmpty() || row.name == transfer.name);
    });
    Entry entry;
    if (known != m_left.rend()) {
        entry.row = *known;
        m_left.erase(std::next(known).base());
    } else {
        entry.row.id = m_freshId();
        entry.row.sessionId = transfer.session;
        entry.row.name = transfer.name;
        entry.row.ipAddress = transfer.address;
        entry.row.userIdentity = transfer.identity;
        entry.row.joinedAt = QDateTime::currentDateTimeUtc();
    }
    entry.percentBefore = std::min<int>(entry.row.percentCompletion, 100);
    // What was measured in the session says nothing about the way it has now.
    entry.row.state = ClientState::Receiving;
    entry.row.byUnicast = true;
    entry.row.lossRate = 0;
    entry.row.roundTrip = 0;
    entry.row.silentSince = entry.row.stalledSince = {};
    entry.row.writesSlowly = false;
    return entry;
}

void UnicastClients::write(Entry &entry, const UnicastTransfer &transfer)
{
    const double part = transfer.size > 0 ? double(transfer.bytes) * 100 / double(transfer.size) : 100;
    entry.row.percentCompletion = quint8(std::min(entry.percentBefore + int(std::min(part, 100.0)), 100));
    entry.isWhole = transfer.isWhole;
    // It may have come back to the session meanwhile, by the same id.
    const ClientInfo *const shown = m_ledger.inventory().find(entry.row.id);
    if (!entry.isRemoved && (!shown || shown->byUnicast))
        m_ledger.write(entry.row);
}

void UnicastClients::show(const QList<UnicastTransfer> &transfers)
{
    QHash<quint64, Entry> before = std::exchange(m_entries, {});
    for (const UnicastTransfer &transfer : transfers) {
        const auto known = before.find(transfer.number);
        Entry entry = known != before.end() ? *known : begin(transfer);
        if (known != before.end())
            before.erase(known);
        write(entry, transfer);
        if (hasAll(entry))
            finish(entry);
        m_entries.insert(transfer.number, entry);
    }
    for (Entry &entry : before)
        finish(entry);
}

bool UnicastClients::hasAll(const Entry &entry)
{
    return entry.isWhole && entry.row.percentCompletion >= WholePercent;
}

void UnicastClients::finish(Entry &entry)
{
    if (std::exchange(entry.isRemoved, true))
        return;
    const ClientInfo *const shown = m_ledger.inventory().find(entry.row.id);
    if (!shown || !shown->byUnicast)
        return;
    const bool isDone = hasAll(entry);
    m_ledger.remove(entry.row.id,
                    endingOf(entry.row, isDone ? ClientOutcome::Completed : ClientOutcome::Left));
    if (!isDone) // it may go on later
        remember(entry.row);
    Notice notice = noticeOf(isDone ? Notice::Kind::ClientCompleted : Notice::Kind::ClientLeft,
                             entry.row.name, entry.row.sessionId, entry.row.id);
    notice.reason = QStringLiteral("by unicast");
    m_ledger.announce(notice);
}

bool UnicastClients::contains(ClientId id) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [id](const Entry &entry) { return entry.row.id == id && !entry.isRemoved; });
}

void UnicastClients::remove(ClientId id, const DisconnectOrder &order)
{
    for (Entry &entry : m_entries) {
        if (entry.row.id != id)
            continue;
        entry.isRemoved = true;
        RowEnding ending = endingOf(entry.row, ClientOutcome::Disconnected);
        ending.by = order.by;
        ending.reason = order.reason;
        m_ledger.remove(id, ending);
        Notice notice = noticeOf(Notice::Kind::ClientDisconnected, entry.row.name, entry.row.sessionId, id);
        addWords(notice, order);
        m_ledger.announce(notice);
    }
}

} // namespace castdeck
