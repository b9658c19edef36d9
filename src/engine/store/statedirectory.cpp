// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/statedirectory.h"

#include "core/replacefile.h"

#include <QDir>
#include <QFile>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace castdeck
{

Result<StateDirectory> StateDirectory::open(const QString &path)
{
    const QByteArray folder = QFile::encodeName(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) ||
        (::mkdir(folder.constData(), S_IRWXU) != 0 && errno != EEXIST))
        return systemFailure(path);
    const QString name = path + QStringLiteral("/lock");
    Descriptor lock(::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR));
    if (!lock.isValid())
        return systemFailure(name);
    if (flock(lock.value(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return failure(ErrorCode::Busy, path + QStringLiteral(": another program works with it"));
        return systemFailure(name);
    }
    sweepReplacements(path);
    return StateDirectory(path, std::move(lock));
}

} // namespace castdeck
