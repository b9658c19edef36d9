// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/tokenfile.h"

#include "gui/servers/regularfile.h"

#include <QFile>
#include <algorithm>
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
    QFile file;
    const auto status = openRegularFile(file, path);
    if (!status)
        return tl::unexpected(status.error());
    if (status->st_uid != ::geteuid() && status->st_uid != 0)
        return failure(ErrorCode::FileAccessDenied, path + QStringLiteral(": it is somebody else's"));
    if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0)
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
