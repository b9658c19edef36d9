// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/filesink.h"

#include "transport/net/vectorio.h"
#include "transport/sink/freeroom.h"
#include "transport/sink/readback.h"
#include "transport/sink/sparsewrite.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <limits>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

struct Part {
    Descriptor file;
    bool isNew = false; ///< made by this call
};

/// Opens and locks the .part. Who held the lock before us may have renamed the file to its final name
/// meanwhile: then what is open is a complete file of somebody else's, and the .part has to be made anew.
Result<Part> openLocked(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    for (;;) {
        constexpr int How = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
        Part part{Descriptor(open(name.constData(), How)), false};
        if (!part.file.isValid() && errno == ENOENT)
            part = {Descriptor(open(name.constData(), How | O_CREAT | O_EXCL, 0666)), true};
        if (!part.file.isValid() && errno == EEXIST)
            continue; // somebody was faster
        if (!part.file.isValid())
            return systemFailure(path);
        if (flock(part.file.value(), LOCK_EX | LOCK_NB) != 0)
            return errno == EWOULDBLOCK ? failure(ErrorCode::Busy, path) : systemFailure(path);
        struct stat opened = {};
        struct stat named = {};
        if (fstat(part.file.value(), &opened) != 0)
            return systemFailure(path);
        if (!S_ISREG(opened.st_mode))
            return failure(ErrorCode::WrongFileKind, path);
        if (stat(name.constData(), &named) != 0 || named.st_ino != opened.st_ino ||
            named.st_dev != opened.st_dev)
            continue;
        if (opened.st_nlink > 1) // its bytes are those of another file as well
            return failure(ErrorCode::FileAccessDenied,
                           path + QStringLiteral(": it has another name, too (a hard link)"));
        return part;
    }
}

/// There, taking room is filling it with zeros, which takes as long as the content does.
bool isInMemory(int file)
{
    struct statfs system = {};
    return fstatfs(file, &system) == 0 && system.f_type == TMPFS_MAGIC;
}

/// Room for @p size bytes is taken now where the file system can at no great cost (so a full device shows
/// before the first block), else it is only looked at. What the file holds stays until there is room.
Result<void> reserve(int file, uint64_t size, const QString &path)
{
    const auto length = static_cast<off_t>(size);
    struct stat present = {};
    struct statvfs room = {};
    if (fstat(file, &present) != 0)
        return systemFailure(path);
    if (fstatvfs(file, &room) == 0 && certainlyLacksRoom(size, present, room, geteuid() == 0))
        return failure(ErrorCode::DeviceFull, path);
    const auto take = [&, mayTake = size > 0 && !isInMemory(file)]() -> Result<void> {
        if (!mayTake || fallocate(file, 0, 0, length) == 0)
            return {};
        const bool refused = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
        return refused ? systemFailure(path) : Result<void>(); // else the file system knows no such call
    };
    if (auto taken = take(); !taken) {
        // It may have gone half the way. The error is the same whether that can be taken back or not.
        [[maybe_unused]] const int takenBack = ftruncate(file, present.st_size);
        return taken;
    }
    if (present.st_size == length)
        return {};
    const bool heldOther = present.st_size > 0;
    if ((heldOther && ftruncate(file, 0) != 0) || ftruncate(file, length) != 0)
        return systemFailure(path);
    return heldOther ? take() : Result<void>();
}

} // namespace

/// The ending behind the name; where that makes more than a file system takes, a digest stands for the rest
/// of the name.
QString FileSink::besideName(const QString &path, const QString &ending)
{
    const qsizetype cut = path.lastIndexOf(QLatin1Char('/')) + 1;
    QString name = path.sliced(cut);
    const QByteArray bytes = QFile::encodeName(name);
    if (bytes.size() + ending.size() <= NAME_MAX)
        return path + ending;
    const QString sum =
        ContentDigest::text(ContentDigest::of(bytes).value_or(ContentDigest::Value{})).right(16);
    while (QFile::encodeName(name).size() + 1 + sum.size() + ending.size() > NAME_MAX)
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return path.left(cut) + name + QLatin1Char('~') + sum + ending;
}

Result<std::unique_ptr<FileSink>> FileSink::create(const QString &path, uint64_t size)
{
    struct stat present = {};
    if (stat(QFile::encodeName(path).constData(), &present) == 0 && !S_ISREG(present.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    if (size > static_cast<uint64_t>(std::numeric_limits<off_t>::max()))
        return failure(ErrorCode::DeviceFull, path);
    auto part = openLocked(partPath(path));
    if (!part)
        return tl::unexpected(part.error());
    if (auto reserved = reserve(part->file.value(), size, partPath(path)); !reserved) {
        if (part->isNew) // an older one may be gone on with when there is room
            unlink(QFile::encodeName(partPath(path)).constData());
        return tl::unexpected(reserved.error());
    }
    return std::unique_ptr<FileSink>(new FileSink(std::move(part->file), path));
}

Result<void> FileSink::write(uint64_t offset, std::span<iovec> pieces)
{
    return writeSparseAt(m_file.value(), offset, pieces, partPath(m_path));
}

Result<void> FileSink::read(uint64_t offset, std::span<uint8_t> bytes) const
{
    return readAllAt(m_file.value(), offset, bytes, partPath(m_path));
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
