// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/desk.h"

namespace castdeck::wds
{

/// The one thread that calls the library of WDS, in an apartment of its own, as scripts do. It may hang in a
/// call: what is asked of it meanwhile waits, and can be taken back.
class Worker
{
public:
    /// @p emit is called in that thread.
    Worker(Desk::About about, Desk::Emit emit);

    /// False if the system has no thread.
    bool start();
    void put(Job job) { m_shared->jobs.put(std::move(job)); }
    /// True if it had not begun, and never will.
    bool takeBack(std::uint64_t number);
    /// So that it looks anew who watches.
    void wake() { SetEvent(m_shared->jobs.filled()); }
    Watch &watch() { return m_shared->watch; }

private:
    // Owned by both, since the thread may outlive everything else.
    struct Shared {
        Mailbox<Job> jobs;
        Watch watch;
    };
    static void run(const Desk::About &about, const Desk::Emit &emit, Shared &shared);

    Desk::About m_about;
    Desk::Emit m_emit;
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

} // namespace castdeck::wds
