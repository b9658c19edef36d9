// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/instance.h"

#include "engine/common/lockfile.h"

#include <QCryptographicHash>
#include <QFile>
#include <QStandardPaths>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Of these files: who keeps others elsewhere is another user as far as a console is concerned.
QString fileName(const char *ending)
{
    const QString files = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u'\n' +
                          QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    const QByteArray hash = QCryptographicHash::hash(files.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("/console-%1.%2").arg(QLatin1String(hash.left(16)), QLatin1String(ending));
}

} // namespace

Result<QString> Instance::folder()
{
    const QString given = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString path = (given.isEmpty() ? QStringLiteral("/tmp/castdeck-%1").arg(::geteuid())
                                          : given + QStringLiteral("/castdeck"));
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), S_IRWXU) != 0 && errno != EEXIST)
        return systemFailure(path);
    struct stat status = {};
    if (::lstat(name.constData(), &status) != 0)
        return systemFailure(path);
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() ||
        (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failure(ErrorCode::FileAccessDenied,
                       path + QStringLiteral(": not a folder of this user alone"));
    return path;
}

Result<Instance> Instance::take(const QString &folder)
{
    auto lock = takeLockFile(folder + fileName("lock"));
    if (!lock)
        return tl::unexpected(lock.error());
    return Instance(std::move(*lock));
}

QString Instance::socketIn(const QString &folder)
{
    return folder + fileName("socket");
}

} // namespace castdeck
