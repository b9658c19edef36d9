// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/privatefile.h"

#include "core/replacefile.h"
#include "management/changelock.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

namespace castdeck
{

namespace
{

constexpr qint64 maxSize = 64LL << 20U;

tl::unexpected<Error> fileFailure(ErrorCode code, const QFileDevice &file, const QString &path)
{
    const bool denied = file.error() == QFileDevice::PermissionsError;
    return failure(denied ? ErrorCode::FileAccessDenied : code,
                   path + QStringLiteral(": ") + file.errorString());
}

Result<void> makeFolderOf(const QString &path)
{
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": its folder cannot be made"));
    return {};
}

} // namespace

Result<void> writePrivateFile(const QString &path, const QByteArray &content)
{
    return makeFolderOf(path).and_then([&] { return replaceFile(path, content, FileAccess::Private); });
}

Result<QByteArray> readPrivateFile(const QString &path)
{
    // One that cannot be looked at may well be there, and what it holds must not be taken for nothing.
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return errno == ENOENT ? failure(ErrorCode::FileNotFound, path) : systemFailure(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileFailure(ErrorCode::FileFailure, file, path);
    // A pipe, as a shell makes of "<(command)", has no size and comes in pieces; a device may have no end.
    QByteArray content;
    for (QByteArray piece; content.size() <= maxSize; content += piece) {
        piece = file.read(maxSize + 1 - content.size());
        if (file.error() != QFileDevice::NoError)
            return fileFailure(ErrorCode::FileFailure, file, path);
        if (piece.isEmpty())
            return content;
    }
    return failure(ErrorCode::FileFailure, path + QStringLiteral(": too large"));
}

Result<void> writePrivateObject(const QString &path, const QJsonObject &object)
{
    return writePrivateFile(path, QJsonDocument(object).toJson());
}

Result<QJsonObject> readPrivateObject(const QString &path)
{
    const auto content = readPrivateFile(path);
    if (!content && content.error().code == ErrorCode::FileNotFound)
        return QJsonObject();
    if (!content)
        return tl::unexpected(content.error());
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    if (!document.isObject())
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": not a JSON object"));
    return document.object();
}

Result<QString> setFileAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddTHHmmsszzz"));
    QString aside = path % QStringLiteral(".damaged-") % stamp;
    if (std::rename(QFile::encodeName(path).constData(), QFile::encodeName(aside).constData()) != 0)
        return systemFailure(path);
    return aside;
}

Result<QJsonObject> changePrivateObject(const QString &path, const ObjectChange &change)
{
    if (const auto folder = makeFolderOf(path); !folder)
        return tl::unexpected(folder.error());
    const ChangeLock lock(path);
    if (const auto taken = lock.take(); !taken)
        return tl::unexpected(taken.error());
    auto object = readPrivateObject(path);
    if (!object)
        return object;
    const QJsonObject before = *object;
    if (const auto changed = change(*object); !changed)
        return tl::unexpected(changed.error());
    if (*object == before)
        return object;
    return writePrivateObject(path, *object).map([&] { return *object; });
}

Result<QString> readToken(const QString &path)
{
    if (path.isEmpty())
        return QString();
    return readPrivateFile(path).map(
        [](const QByteArray &text) { return QString::fromUtf8(text.trimmed()); });
}

} // namespace castdeck
