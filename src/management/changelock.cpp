// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/changelock.h"

#include <QFile>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Who changes a file holds its lock for as long as a disk takes.
constexpr std::chrono::milliseconds lockPatience{2'000};
constexpr std::chrono::milliseconds lockStep{5};

} // namespace

ChangeLock::ChangeLock(const QString &path)
    : m_path(path + QStringLiteral(".lock"))
    , m_file(::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                    S_IRUSR | S_IWUSR))
{
}

ChangeLock::~ChangeLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<void> ChangeLock::take() const
{
    if (m_file < 0)
        return systemFailure(m_path);
    for (auto waited = lockStep; flock(m_file, LOCK_EX | LOCK_NB) != 0; waited += lockStep) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return {};
        if (waited > lockPatience)
            return failure(ErrorCode::Busy, m_path + QStringLiteral(": another program holds it"));
        std::this_thread::sleep_for(lockStep);
    }
    return {};
}

} // namespace castdeck
