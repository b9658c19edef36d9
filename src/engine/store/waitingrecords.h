// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/runningsession.h"

#include <deque>
#include <mutex>
#include <variant>

namespace castdeck
{

/// What is over and not written down yet, in its order, the newest Most of it; and what goes on, of each
/// session the newest. Thread: any.
class WaitingRecords
{
public:
    static constexpr size_t Most = 500;
    using Record = std::variant<EndedSession, AuditRecord, RunningSession>;
    struct Entry {
        quint64 number = 0;
        Record record;
    };

    /// The oldest one goes if there is no room.
    void append(Record record);
    /// Empty if there is none.
    std::optional<Entry> oldest() const;
    /// It is written, or never will be. It may have gone meanwhile.
    void remove(quint64 number);
    bool isEmpty() const;
    /// How many found no room since this was asked last.
    quint64 takeLost();

private:
    mutable std::mutex m_mutex; ///< for all that follows
    std::deque<Entry> m_entries;
    quint64 m_last = 0;
    quint64 m_lost = 0;
};

} // namespace castdeck
