// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/patientthread.h"

#include <QTimer>

namespace castdeck
{

void PatientThread::post(std::function<void()> work, std::function<void()> then)
{
    const quint64 number = ++m_last;
    m_calls.emplace(number, Call{monotonicNow(), std::move(then), {}});
    const auto settled = [this, number] { settle(number); };
    const bool begins = m_thread.post([work = std::move(work), settled]() -> WorkerThread::Outcome {
        work();
        return settled;
    });
    if (!begins)
        QMetaObject::invokeMethod(&m_context, settled, Qt::QueuedConnection);
}

void PatientThread::callIfLate(std::chrono::milliseconds patience, std::function<void()> late)
{
    m_calls.at(m_last).late = std::move(late);
    QTimer::singleShot(patience, Qt::PreciseTimer, &m_context, [this, number = m_last] {
        const auto call = m_calls.find(number);
        if (const auto waiter = call == m_calls.end() ? nullptr : std::exchange(call->second.late, nullptr))
            waiter();
    });
}

void PatientThread::settle(quint64 number)
{
    const auto call = m_calls.extract(number);
    if (!call.empty())
        call.mapped().then();
}

bool PatientThread::isLate() const
{
    return !m_calls.empty() && monotonicNow() - m_calls.begin()->second.begun >= m_patience;
}

void PatientThread::finish(std::chrono::milliseconds most)
{
    m_calls.clear();
    m_thread.finish(most);
}

} // namespace castdeck
