// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockdevicesink.h"

#include "transport/net/vectorio.h"

#include <QFile>
#include <cerrno>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace castdeck
{

Result<std::unique_ptr<BlockDeviceSink>> BlockDeviceSink::create(const QString &path, uint64_t size,
                                                                 const DeviceFacts &facts)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat found = {};
    if (stat(name.constData(), &found) != 0)
        return systemFailure(path);
    if (!S_ISBLK(found.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    if (const auto unused = checkUnused(major(found.st_rdev), minor(found.st_rdev), facts); !unused)
        return tl::unexpected(unused.error());
    // The kernel refuses O_EXCL for what is mounted or held, also by whoever was faster than the check.
    Descriptor device(open(name.constData(), O_RDWR | O_EXCL | O_CLOEXEC));
    if (!device.isValid())
        return errno == EBUSY ? failure(ErrorCode::Busy, path) : systemFailure(path);
    struct stat opened = {};
    uint64_t room = 0;
    if (fstat(device.value(), &opened) != 0 || ioctl(device.value(), BLKGETSIZE64, &room) != 0)
        return systemFailure(path);
    if (opened.st_rdev != found.st_rdev) // what was checked is not what was opened
        return failure(ErrorCode::Busy, path);
    if (room < size)
        return failure(ErrorCode::DeviceFull,
                       QStringLiteral("%1: %2 bytes, the content has %3").arg(path).arg(room).arg(size));
    return std::unique_ptr<BlockDeviceSink>(new BlockDeviceSink(std::move(device), path, size));
}

Result<void> BlockDeviceSink::write(uint64_t offset, std::span<iovec> pieces)
{
    return writeAllAt(m_device.value(), offset, pieces, m_path);
}

Result<void> BlockDeviceSink::read(uint64_t offset, std::span<uint8_t> bytes) const
{
    return readAllAt(m_device.value(), offset, bytes, m_path);
}

Result<void> BlockDeviceSink::finish()
{
    if (fsync(m_device.value()) != 0)
        return systemFailure(m_path);
    // So that the device is read, and not what the system remembers of it.
    posix_fadvise(m_device.value(), 0, 0, POSIX_FADV_DONTNEED);
    auto verified = m_expected ? readBack(m_device.value(), m_size, *m_expected, m_path) : Result<void>();
    // A disk has other partitions now; where it has none, or cannot have any, nothing is wrong.
    if (verified)
        ioctl(m_device.value(), BLKRRPART);
    return verified;
}

} // namespace castdeck
