// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/lockfile.h"

#include <QFile>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace castdeck
{

Result<Descriptor> takeLockFile(const QString &path)
{
    Descriptor lock(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR));
    if (!lock.isValid())
        return systemFailure(path);
    if (flock(lock.value(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? failure(ErrorCode::Busy, path) : systemFailure(path);
    return lock;
}

} // namespace castdeck
