// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/waitingrecords.h"

namespace castdeck
{

namespace
{

std::optional<SessionId> sessionOf(const WaitingRecords::Record &record)
{
    if (const auto *running = std::get_if<RunningSession>(&record))
        return running->soFar.id;
    const auto *ended = std::get_if<EndedSession>(&record);
    return ended ? std::optional(ended->id) : std::nullopt;
}

} // namespace

void WaitingRecords::append(Record record)
{
    const std::lock_guard lock(m_mutex);
    // What a session had come to before is not wanted any more.
    if (const auto session = sessionOf(record))
        std::erase_if(m_entries, [&](const Entry &entry) {
            return std::holds_alternative<RunningSession>(entry.record) && sessionOf(entry.record) == session;
        });
    if (m_entries.size() >= Most) {
        m_entries.pop_front();
        ++m_lost;
    }
    m_entries.push_back({++m_last, std::move(record)});
}

std::optional<WaitingRecords::Entry> WaitingRecords::oldest() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.empty() ? std::nullopt : std::optional(m_entries.front());
}

void WaitingRecords::remove(quint64 number)
{
    const std::lock_guard lock(m_mutex);
    if (!m_entries.empty() && m_entries.front().number == number)
        m_entries.pop_front();
}

bool WaitingRecords::isEmpty() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.empty();
}

quint64 WaitingRecords::takeLost()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_lost, 0);
}

} // namespace castdeck
