// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/databases.h"

#include <condition_variable>
#include <mutex>

namespace castdeck
{

/// Makes the disk of some databases answer only when it is let: whatever is asked of them while it is held
/// waits until it is let go on.
class SlowDisk
{
public:
    explicit SlowDisk(Databases &databases) : m_databases(databases) {}
    ~SlowDisk() { goOn(); }
    Q_DISABLE_COPY_MOVE(SlowDisk)

    /// From the next call on.
    void hold()
    {
        if (std::exchange(m_isHeld, true))
            return;
        m_door = std::make_shared<Door>();
        m_databases.run<void>([door = m_door](Databases::Open &) { return door->pass(); },
                              [](const Result<void> &) {});
    }
    void goOn()
    {
        if (std::exchange(m_isHeld, false))
            m_door->open();
    }

private:
    struct Door {
        std::mutex mutex;
        std::condition_variable changed;
        bool isOpen = false;

        void open()
        {
            const std::lock_guard lock(mutex);
            isOpen = true;
            changed.notify_all();
        }
        Result<void> pass()
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return isOpen; });
            return {};
        }
    };
    Databases &m_databases;
    std::shared_ptr<Door> m_door;
    bool m_isHeld = false;
};

} // namespace castdeck
