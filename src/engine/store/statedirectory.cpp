// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/statedirectory.h"

#include "core/replacefile.h"
#include "engine/common/lockfile.h"

#include <QDir>
#include <QFile>
#include <cerrno>
#include <sys/stat.h>

namespace castdeck
{

Result<StateDirectory> StateDirectory::open(const QString &path)
{
    const QByteArray folder = QFile::encodeName(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) ||
        (::mkdir(folder.constData(), S_IRWXU) != 0 && errno != EEXIST))
        return systemFailure(path);
    auto lock = takeLockFile(path + QStringLiteral("/lock"));
    if (!lock && lock.error().code == ErrorCode::Busy)
        return failure(ErrorCode::Busy, path + QStringLiteral(": another program works with it"));
    if (!lock)
        return tl::unexpected(lock.error());
    sweepReplacements(path);
    return StateDirectory(path, std::move(*lock));
}

} // namespace castdeck
