// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replacefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Short whatever the file's own name is, which may be as long as a name can be.
const QString replacementPattern = QStringLiteral(".castdeck-%1.new");

/// A new content on its way: locked as long as its process lives, so that it can be told from a left-over.
class Replacement
{
public:
    Replacement() = default;
    Q_DISABLE_COPY_MOVE(Replacement)
    ~Replacement()
    {
        if (m_file < 0)
            return;
        unlink(m_name.constData());
        ::close(m_file);
    }

    bool make(const QString &folder, mode_t mode)
    {
        do {
            if (m_file >= 0)
                ::close(m_file);
            const quint64 number = QRandomGenerator::system()->generate64();
            m_name = QFile::encodeName(folder % QLatin1Char('/') %
                                       replacementPattern.arg(number, 16, 16, QLatin1Char('0')));
            m_file = ::open(m_name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
            if (m_file < 0)
                return false;
            // A file system without locks has none to sweep either.
            flock(m_file, LOCK_EX);
        } while (wasSwept());
        return true;
    }

    /// Of @p present as much as the system lets us.
    bool takeAfter(const struct stat &present) const
    {
        mode_t mode = present.st_mode & 0777U;
        struct stat own = {};
        if (fstat(m_file, &own) != 0)
            return false;
        const bool isOthers = own.st_uid != present.st_uid || own.st_gid != present.st_gid;
        if (isOthers && fchown(m_file, present.st_uid, present.st_gid) != 0)
            mode = (mode & ~070U) | (mode & 007U) << 3U; // its group is not the one that was meant
        return fchmod(m_file, mode) == 0;
    }

    bool setMode(mode_t mode) const { return fchmod(m_file, mode) == 0; }

    bool write(const QByteArray &content) const
    {
        qsizetype done = 0;
        while (done < content.size()) {
            const ssize_t count = ::write(m_file, content.constData() + done, size_t(content.size() - done));
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0) {
                errno = count == 0 ? ENOSPC : errno;
                return false;
            }
            done += count;
        }
        return fsync(m_file) == 0;
    }

    bool become(const QByteArray &target)
    {
        if (rename(m_name.constData(), target.constData()) != 0)
            return false;
        return ::close(std::exchange(m_file, -1)) == 0 || errno == EINTR;
    }

private:
    bool wasSwept() const
    {
        struct stat own = {};
        return fstat(m_file, &own) == 0 && own.st_nlink == 0;
    }

    QByteArray m_name;
    int m_file = -1;
};

/// Where the links lead, also if there is nothing yet.
QString withoutLinks(QString path)
{
    constexpr int most = 40; // as in the kernel
    for (int i = 0; i < most && QFileInfo(path).isSymLink(); ++i)
        path = QFileInfo(path).symLinkTarget();
    return path;
}

/// A new name in a folder survives a power cut once the folder is on the disk. Some file systems cannot do
/// that with a folder.
bool syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == EACCES; // one may write to it and not look into it
    const bool done = fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return done;
}

bool isLeftOver(int file)
{
    struct stat status = {};
    return file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
           flock(file, LOCK_EX | LOCK_NB) == 0;
}

} // namespace

Result<void> replaceFile(const QString &path, const QByteArray &content, FileAccess access)
{
    const QString target = access == FileAccess::Shared ? withoutLinks(path) : path;
    const QByteArray name = QFile::encodeName(target);
    const QString folder = QFileInfo(target).absolutePath();
    struct stat present = {};
    const bool isThere = lstat(name.constData(), &present) == 0;
    if (!isThere && errno != ENOENT)
        return systemFailure(path);
    const bool isLink = isThere && S_ISLNK(present.st_mode);
    if (isThere && !isLink && !S_ISREG(present.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    const bool isKept = isThere && access == FileAccess::Shared;
    // Renaming over a file asks no right to write to it.
    if (isKept && ::access(name.constData(), W_OK) != 0)
        return systemFailure(path);

    constexpr mode_t ownerOnly = S_IRUSR | S_IWUSR;
    constexpr mode_t everybody = 0666; // less the umask
    const bool isNew = access == FileAccess::Shared && !isKept;
    Replacement replacement;
    if (!replacement.make(folder, isNew ? everybody : ownerOnly) ||
        !(isKept ? replacement.takeAfter(present) : isNew || replacement.setMode(ownerOnly)) ||
        !replacement.write(content) || !replacement.become(name) || !syncFolder(folder))
        return systemFailure(path);
    sweepReplacements(folder);
    return {};
}

void sweepReplacements(const QString &folder)
{
    const QDir place(folder);
    const QStringList names = place.entryList({replacementPattern.arg(QLatin1Char('*'))},
                                              QDir::Files | QDir::Hidden | QDir::System);
    for (const QString &name : names) {
        const QByteArray path = QFile::encodeName(place.filePath(name));
        const int file = ::open(path.constData(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
        if (isLeftOver(file))
            unlink(path.constData());
        if (file >= 0)
            ::close(file);
    }
}

} // namespace castdeck
