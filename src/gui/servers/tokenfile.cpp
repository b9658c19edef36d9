// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/tokenfile.h"

#include <QFile>
#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Bytes; ours have 50.
constexpr qint64 TokenFileMost = 4096;

} // namespace

Result<QString> readTokenFile(const QString &path)
{
    // A pipe must not keep us waiting for somebody to write.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return systemFailure(path);
    QFile file;
    if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return failure(ErrorCode::FileFailure, path);
    }
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return systemFailure(path);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return failure(ErrorCode::FileAccessDenied, path + QStringLiteral(": it is somebody else's"));
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failure(ErrorCode::FileAccessDenied, path + QStringLiteral(": others may use it (chmod 600)"));
    const QByteArray content = file.read(TokenFileMost + 1);
    if (content.size() > TokenFileMost)
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": too large for a token"));
    const QByteArray token = content.trimmed();
    const auto isVisible = [](char letter) { return letter > ' ' && letter < '\x7f'; };
    if (token.isEmpty() || !std::all_of(token.begin(), token.end(), isVisible))
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": holds no token"));
    return QString::fromLatin1(token);
}

} // namespace castdeck
