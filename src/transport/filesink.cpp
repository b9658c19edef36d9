// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/filesink.h"

#include "transport/readback.h"
#include "transport/vectorio.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace castdeck
{

namespace
{

/// Opens and locks the .part. Who held the lock before us may have renamed the file to its final name
/// meanwhile: then what is open is a complete file of somebody else's, and the .part has to be made anew.
Result<Descriptor> openLocked(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    for (;;) {
        Descriptor file(open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
        if (!file.isValid())
            return systemFailure(path);
        if (flock(file.value(), LOCK_EX | LOCK_NB) != 0)
            return errno == EWOULDBLOCK ? failure(ErrorCode::Busy, path) : systemFailure(path);
        struct stat opened = {};
        struct stat named = {};
        if (fstat(file.value(), &opened) != 0)
            return systemFailure(path);
        if (!S_ISREG(opened.st_mode))
            return failure(ErrorCode::WrongFileKind, path);
        if (stat(name.constData(), &named) == 0 && named.st_ino == opened.st_ino &&
            named.st_dev == opened.st_dev)
            return file;
    }
}

/// Room for @p size bytes is taken now where the file system can (so a full device shows before the first
/// block), else it is only looked at.
Result<void> reserve(int file, uint64_t size, const QString &path)
{
    const auto length = static_cast<off_t>(size);
    struct stat present = {};
    if (fstat(file, &present) != 0)
        return systemFailure(path);
    if (present.st_size != length && (ftruncate(file, 0) != 0 || ftruncate(file, length) != 0))
        return systemFailure(path);
    if (size == 0 || fallocate(file, 0, 0, length) == 0)
        return {};
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return failure(ErrorCode::DeviceFull, path);
    struct statvfs room = {};
    if (fstatvfs(file, &room) == 0 && size > uint64_t(room.f_bavail) * room.f_frsize)
        return failure(ErrorCode::DeviceFull, path);
    return {};
}

} // namespace

Result<std::unique_ptr<FileSink>> FileSink::create(const QString &path, uint64_t size)
{
    struct stat present = {};
    if (stat(QFile::encodeName(path).constData(), &present) == 0 && !S_ISREG(present.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    if (size > static_cast<uint64_t>(std::numeric_limits<off_t>::max()))
        return failure(ErrorCode::DeviceFull, path);
    auto file = openLocked(partPath(path));
    if (!file)
        return tl::unexpected(file.error());
    if (auto reserved = reserve(file->value(), size, partPath(path)); !reserved) {
        unlink(QFile::encodeName(partPath(path)).constData()); // holds nothing that could be resumed
        return tl::unexpected(reserved.error());
    }
    return std::unique_ptr<FileSink>(new FileSink(std::move(*file), path));
}

Result<void> FileSink::write(uint64_t offset, std::span<iovec> pieces)
{
    return writeAllAt(m_file.value(), offset, pieces, partPath(m_path));
}

Result<void> FileSink::finish()
{
    // The device writes while the bytes are read back.
    sync_file_range(m_file.value(), 0, 0, SYNC_FILE_RANGE_WRITE);
    if (auto verified =
            m_expected ? readBack(m_file.value(), UINT64_MAX, *m_expected, partPath(m_path)) : Result<void>();
        !verified)
        return verified;
    if (fsync(m_file.value()) != 0)
        return systemFailure(partPath(m_path));
    if (rename(QFile::encodeName(partPath(m_path)).constData(), QFile::encodeName(m_path).constData()) != 0)
        return systemFailure(m_path);
    // The new name has to survive a power cut as well. Some file systems cannot sync a folder; the data are
    // safe.
    const QString folder = QFileInfo(m_path).absolutePath();
    const Descriptor directory(
        open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isValid() && fsync(directory.value()) != 0 && errno == EIO)
        return systemFailure(m_path);
    return {};
}

} // namespace castdeck
