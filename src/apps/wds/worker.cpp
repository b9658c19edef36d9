// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/worker.h"

#include "apps/wds/codes.h"

#include <algorithm>
#include <objbase.h>

namespace castdeck::wds
{

namespace
{

/// Waits for work, for the time, or for what COM has to tell this apartment.
void waitFor(HANDLE filled, const std::optional<Instant> &due)
{
    DWORD wait = INFINITE;
    if (due) {
        const auto left = std::chrono::duration_cast<milliseconds>(*due - monotonicNow()).count();
        wait = static_cast<DWORD>(std::clamp<long long>(left + 1, 0, 60'000));
    }
    DWORD which = 0;
    CoWaitForMultipleHandles(0, wait, 1, &filled, &which);
}

} // namespace

Worker::Worker(Desk::About about, Desk::Emit emit) : m_about(std::move(about)), m_emit(std::move(emit)) {}

bool Worker::start()
{
    return startThread([about = m_about, emit = m_emit, shared = m_shared] { run(about, emit, *shared); });
}

bool Worker::takeBack(std::uint64_t number)
{
    return m_shared->jobs.remove([number](const Job &job) { return job.number == number; });
}

void Worker::run(const Desk::About &about, const Desk::Emit &emit, Shared &shared)
{
    CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
    Desk desk(about, emit, shared.watch);
    for (;;) {
        const auto job = shared.jobs.take();
        try {
            const auto due = desk.due();
            if (job)
                desk.answer(*job);
            else if (due && *due <= monotonicNow())
                desk.look();
            else
                waitFor(shared.jobs.filled(), due);
        } catch (const std::exception &problem) {
            Outcome outcome;
            outcome.number = job ? job->number : 0;
            outcome.reply = Failure{code::Internal, problem.what()};
            emit(std::move(outcome));
        }
    }
}

} // namespace castdeck::wds
