// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QObject>
#include <atomic>
#include <malloc.h>

/// Where Qt lets tools look in: it calls these two whenever an object is made and destroyed.
extern quintptr Q_CORE_EXPORT qtHookData[];

namespace castdeck
{

/// What a process holds on to: what grows from one cycle to the next is a leak.
struct Holdings {
    int objects = 0;         ///< QObjects of this process, since count() was called first
    int fileDescriptors = 0; ///< open ones
    size_t heap = 0;         ///< bytes handed out

    static Holdings count()
    {
        static std::atomic<int> objects = [] {
            constexpr int added = 3;
            constexpr int removed = 4;
            qtHookData[added] = reinterpret_cast<quintptr>(+[](QObject *) { ++living(); });
            qtHookData[removed] = reinterpret_cast<quintptr>(+[](QObject *) { --living(); });
            return 0;
        }();
        Q_UNUSED(objects)
        const auto descriptors = QDir(QStringLiteral("/proc/self/fd"))
                                     .entryList(QDir::NoDotAndDotDot | QDir::System | QDir::Files);
        return {living(), int(descriptors.size()), mallinfo2().uordblks};
    }

private:
    static std::atomic<int> &living()
    {
        static std::atomic<int> number = 0;
        return number;
    }
};

} // namespace castdeck
