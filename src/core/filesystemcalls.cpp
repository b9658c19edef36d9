// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filesystemcalls.h"

#include <QTimer>
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace castdeck
{

namespace
{

constexpr std::chrono::seconds HurryAfterWaste{1};

/// Shared with the thread that makes the call.
struct Arrival {
    std::mutex mutex;
    std::condition_variable came;
    std::optional<Instant> at;

    void tell()
    {
        const std::lock_guard lock(mutex);
        at = monotonicNow();
        came.notify_all();
    }
    /// When it came, if it does within that time.
    std::optional<Instant> waitFor(std::chrono::milliseconds most)
    {
        std::unique_lock lock(mutex);
        came.wait_for(lock, most, [this] { return at.has_value(); });
        return at;
    }
};

} // namespace

struct FileSystemCalls::Call {
    Instant begun;
    std::shared_ptr<void> answer;
    std::shared_ptr<Arrival> arrival;
    std::vector<Waiter> waiters;

    std::optional<Instant> answeredAt() const { return arrival->waitFor({}); }
};

FileSystemCalls::FileSystemCalls(std::chrono::milliseconds farewell) : m_farewell(farewell) {}
FileSystemCalls::~FileSystemCalls() = default;

Result<std::shared_ptr<void>> FileSystemCalls::make(const Key &key, std::shared_ptr<void> answer,
                                                    std::function<void()> call)
{
    const QString &place = key.first;
    const Instant now = monotonicNow();
    forgetOld(now);
    if (const auto known = m_calls.find(key); known != m_calls.end() && known->second.answeredAt()) {
        answer = std::move(known->second.answer);
        tellLater(known->second);
        m_calls.erase(known);
        return answer;
    }
    if (isLate(place, now))
        return failure(ErrorCode::FolderNotAnswering, place);
    if (m_calls.contains(key))
        return failure(ErrorCode::Busy, place % QStringLiteral(": has not answered yet"));

    const auto arrival = std::make_shared<Arrival>();
    WorkerThread &thread = m_threads.try_emplace(place, m_farewell).first->second;
    const bool begins = thread.post([this, key, arrival, call = std::move(call)]() -> WorkerThread::Outcome {
        call();
        arrival->tell();
        return [this, key] { settle(key); };
    });
    if (!begins)
        return failure(ErrorCode::NoSystemResources, place);
    if (now >= m_hurriesUntil) {
        if (arrival->waitFor(Moment))
            return answer;
        m_hurriesUntil = now + Moment + HurryAfterWaste;
    }
    m_calls.emplace(key, Call{now, std::move(answer), arrival, {}});
    QTimer::singleShot(Patience, Qt::PreciseTimer, &m_context, [this, key] { settle(key); });
    return failure(ErrorCode::Busy, place % QStringLiteral(": has not answered yet"));
}

bool FileSystemCalls::isLate(const QString &place, Instant now) const
{
    size_t calls = 0;
    for (auto it = m_calls.lower_bound({place, {}}); it != m_calls.end() && it->first.first == place; ++it) {
        if (it->second.answeredAt())
            continue;
        if (++calls >= CallsMost || now - it->second.begun >= Patience)
            return true;
    }
    return false;
}

bool FileSystemCalls::whenAnswered(const QString &place, const QString &what, const Waiter &waiter)
{
    const auto call = m_calls.find({place, what});
    if (call == m_calls.end())
        return false;
    if (call->second.answeredAt())
        QMetaObject::invokeMethod(&m_context, waiter, Qt::QueuedConnection);
    else
        call->second.waiters.push_back(waiter);
    return true;
}

/// The call has come back, or its time is over.
void FileSystemCalls::settle(const Key &key)
{
    const auto call = m_calls.find(key);
    if (call == m_calls.end() ||
        !(call->second.answeredAt() || monotonicNow() - call->second.begun >= Patience))
        return;
    const auto waiters = std::exchange(call->second.waiters, {});
    for (const Waiter &waiter : waiters)
        waiter();
    QTimer::singleShot(Kept, Qt::PreciseTimer, &m_context, [this] { forgetOld(monotonicNow()); });
}

/// Somebody else has got the answer: whoever waits for it asks anew.
void FileSystemCalls::tellLater(const Call &call)
{
    for (const Waiter &waiter : call.waiters)
        QMetaObject::invokeMethod(&m_context, waiter, Qt::QueuedConnection);
}

void FileSystemCalls::forgetOld(Instant now)
{
    std::erase_if(m_calls, [this, now](const auto &entry) {
        const auto answered = entry.second.answeredAt();
        const bool isOld = answered && now - *answered >= Kept;
        if (isOld)
            tellLater(entry.second);
        return isOld;
    });
}

} // namespace castdeck
