// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/standstill.h"

#include <algorithm>

namespace castdeck
{

void Standstill::measure(SendingClient *master, Instant now)
{
    if (m_dataWaits)
        m_waited += now - m_lookedAt;
    if (m_masterIsAwaited && master)
        master->stoodStill += now - m_lookedAt;
    m_lookedAt = now;
}

void Standstill::expect(bool dataWaits, bool masterIsAwaited)
{
    m_dataWaits = dataWaits;
    m_masterIsAwaited = masterIsAwaited;
}

Duration Standstill::patienceWith(const SendingClient &master, size_t active) const
{
    // Whoever is alone costs nobody anything but the session.
    if (active == 1)
        return m_parameters.loneStandstill;
    const Duration first = m_judged ? m_parameters.judgedStandstill : m_parameters.standstill;
    return master.standstills < Most ? first / (1 << master.standstills) : first;
}

Instant Standstill::deadline(const SendingClient *master, size_t active) const
{
    return m_masterIsAwaited && master ? m_lookedAt + patienceWith(*master, active) - master->stoodStill
                                       : Instant::max();
}

bool Standstill::isGivenUp(const SendingClient &client, ClientId master, const SendingClients &clients)
{
    return client.standstills >= Most && client.id != master &&
           std::any_of(clients.begin(), clients.end(), [](const auto &entry) {
               return entry.second.list == SendingClient::List::Active && entry.second.standstills < Most;
           });
}

std::vector<ClientId> Standstill::stuck(SendingClients &clients, uint64_t blocksSent, uint64_t totalBlocks,
                                        Instant now) const
{
    using List = SendingClient::List;
    const uint64_t enough = totalBlocks / 20;
    // Where all are stuck nothing is sent to anybody: the session shall not last for ever.
    const bool allAre = std::all_of(clients.begin(), clients.end(), [](const auto &entry) {
        return entry.second.list != List::Active || entry.second.stuck;
    });
    std::vector<ClientId> found;
    for (auto &[id, client] : clients) {
        if (client.list != List::Active || !client.stuck)
            continue;
        const Duration time = now - client.stuck->since;
        const bool othersGoOn = blocksSent - client.stuck->blocksSent >= enough;
        if (client.progress > client.stuck->progress)
            client.stuck.reset();
        else if ((othersGoOn && time >= m_parameters.stuckClient) ||
                 (allAre && time >= m_parameters.loneStandstill))
            found.push_back(id);
    }
    return found;
}

} // namespace castdeck
