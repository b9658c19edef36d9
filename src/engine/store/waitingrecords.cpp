// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/waitingrecords.h"

namespace castdeck
{

void WaitingRecords::append(Record record)
{
    const std::lock_guard lock(m_mutex);
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
