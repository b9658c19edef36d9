// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/startwatch.h"

#include "apps/server/commandline.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace castdeck
{

struct StartWatch::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool isOver = false;
};

StartWatch::StartWatch(const QByteArray &message, std::chrono::milliseconds patience)
    : m_shared(std::make_shared<Shared>())
{
    const auto watch = [shared = m_shared, message, patience] {
        std::unique_lock lock(shared->mutex);
        if (shared->changed.wait_for(lock, patience, [&] { return shared->isOver; }))
            return;
        // Nothing of the program is asked any more: it hangs.
        std::fputs(message.constData(), stderr);
        _exit(static_cast<int>(DaemonExitCode::CannotRun));
    };
    try {
        std::thread(watch).detach();
    } catch (const std::system_error &) {
    }
}

StartWatch::~StartWatch()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->isOver = true;
    m_shared->changed.notify_all();
}

} // namespace castdeck
