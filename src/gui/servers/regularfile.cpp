// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/regularfile.h"

#include <QFile>
#include <fcntl.h>
#include <unistd.h>

namespace castdeck
{

Result<struct stat> openRegularFile(QFile &file, const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return systemFailure(path);
    if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return failure(ErrorCode::FileFailure, path);
    }
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return systemFailure(path);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    return status;
}

} // namespace castdeck
