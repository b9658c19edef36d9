// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/privatefile.h"

#include "core/replacefile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr qint64 maxSize = 64LL << 20U;
/// Who changes a file holds its lock for as long as a disk takes.
constexpr std::chrono::milliseconds lockPatience{2'000};
constexpr std::chrono::milliseconds lockStep{5};

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

/// Held by one process at a time, however it ends. The file it is about cannot be locked itself, since it is
/// replaced.
class ChangeLock
{
public:
    explicit ChangeLock(const QString &path)
        : m_path(path + QStringLiteral(".lock"))
        , m_file(::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                        S_IRUSR | S_IWUSR))
    {
    }
    Q_DISABLE_COPY_MOVE(ChangeLock)
    ~ChangeLock()
    {
        if (m_file >= 0)
            ::close(m_file);
    }

    Result<void> take() const
    {
        if (m_file < 0)
            return systemFailure(m_path);
        for (auto waited = lockStep; flock(m_file, LOCK_EX | LOCK_NB) != 0; waited += lockStep) {
            if (errno != EWOULDBLOCK && errno != EINTR)
                return {}; // a file system without locks: as good as it gets
            if (waited > lockPatience)
                return failure(ErrorCode::Busy, m_path + QStringLiteral(": another program holds it"));
            std::this_thread::sleep_for(lockStep);
        }
        return {};
    }

private:
    QString m_path;
    int m_file;
};

} // namespace

Result<void> writePrivateFile(const QString &path, const QByteArray &content)
{
    return makeFolderOf(path).and_then([&] { return replaceFile(path, content, FileAccess::Private); });
}

Result<QByteArray> readPrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::FileNotFound, path);
    if (!file.open(QIODevice::ReadOnly))
        return fileFailure(ErrorCode::FileFailure, file, path);
    if (file.size() > maxSize)
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": too large"));
    QByteArray content = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fileFailure(ErrorCode::FileFailure, file, path);
    return content;
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
