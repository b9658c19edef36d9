// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/contentsource.h"

#include "transport/content/writewatch.h"
#include "transport/net/closeelsewhere.h"

#include <QFile>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

namespace castdeck
{

namespace
{

constexpr int64_t NanosecondsASecond = 1'000'000'000;

int64_t nanoseconds(const timespec &time)
{
    return time.tv_sec * NanosecondsASecond + time.tv_nsec;
}

/// Of the kinds that are known to ask nobody but a device or the memory of this machine.
bool isOnOwnDisk(int descriptor)
{
    constexpr uint32_t Zfs = 0x2FC12FC1;
    constexpr uint32_t Ntfs3 = 0x7366746E;
    static constexpr uint32_t Own[] = {
        EXT4_SUPER_MAGIC,      BTRFS_SUPER_MAGIC,
        XFS_SUPER_MAGIC,       Zfs,
        F2FS_SUPER_MAGIC,      TMPFS_MAGIC,
        RAMFS_MAGIC,           MSDOS_SUPER_MAGIC,
        EXFAT_SUPER_MAGIC,     Ntfs3,
        OVERLAYFS_SUPER_MAGIC, SQUASHFS_MAGIC,
        EROFS_SUPER_MAGIC_V1,  ISOFS_SUPER_MAGIC,
        UDF_SUPER_MAGIC,
    };
    struct statfs status {
    };
    return ::fstatfs(descriptor, &status) == 0 &&
           std::ranges::find(Own, static_cast<uint32_t>(status.f_type)) != std::end(Own);
}

} // namespace

ContentVersion ContentVersion::of(const struct stat &status)
{
    return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
            nanoseconds(status.st_ctim)};
}

QString ContentVersion::toText() const
{
    return QStringLiteral("%1-%2-%3-%4-%5")
        .arg(size, 0, 16)
        .arg(device, 0, 16)
        .arg(inode, 0, 16)
        .arg(modified, 0, 16)
        .arg(changed, 0, 16);
}

ContentSource::ContentSource(int descriptor, QString name, const ContentVersion &version, bool mayHang)
    : m_descriptor(descriptor), m_name(std::move(name)), m_version(version), m_mayHang(mayHang)
{
}

ContentSource::ContentSource(ContentSource &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_name(std::move(other.m_name))
    , m_version(other.m_version)
    , m_mayHang(other.m_mayHang)
    , m_readsAtOnce(other.m_readsAtOnce)
    , m_watch(std::move(other.m_watch))
{
}

ContentSource &ContentSource::operator=(ContentSource &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_name, other.m_name);
    std::swap(m_version, other.m_version);
    std::swap(m_mayHang, other.m_mayHang);
    std::swap(m_readsAtOnce, other.m_readsAtOnce);
    std::swap(m_watch, other.m_watch);
    return *this;
}

ContentSource::~ContentSource()
{
    if (m_descriptor >= 0 && m_mayHang)
        closeElsewhere(m_descriptor);
    else if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<ContentSource> ContentSource::fromDescriptor(int descriptor, QString name)
{
    struct stat status {
    };
    if (::fstat(descriptor, &status) != 0) {
        const Error error = systemError(errno, name, ErrorCode::FileFailure);
        ::close(descriptor);
        return tl::unexpected(error);
    }
    ContentSource source(descriptor, std::move(name), ContentVersion::of(status), !isOnOwnDisk(descriptor));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::WrongFileKind, source.m_name);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return source;
}

Result<ContentSource> ContentSource::fromPath(const QString &path)
{
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return systemFailure(path);
    return fromDescriptor(descriptor, path);
}

Result<ContentSource> ContentSource::duplicate() const
{
    const int descriptor = ::fcntl(m_descriptor, F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        return systemFailure(m_name, ErrorCode::NoSystemResources);
    ContentSource copy(descriptor, m_name, m_version, m_mayHang);
    copy.m_watch = m_watch;
    return copy;
}

void ContentSource::watchWrites()
{
    if (m_watch || m_mayHang)
        return;
    auto watch = WriteWatch::of(m_descriptor);
    struct stat now {
    };
    if (!watch || ::fstat(m_descriptor, &now) != 0 || ContentVersion::of(now) != m_version)
        return;
    watch->begin(now);
    m_watch = std::move(watch);
}

Result<void> ContentSource::read(uint64_t offset, std::span<iovec> places) const
{
    while (!places.empty()) {
        const int count = static_cast<int>(std::min<size_t>(places.size(), IOV_MAX));
        const ssize_t taken = ::preadv(m_descriptor, places.data(), count, static_cast<off_t>(offset));
        if (taken < 0) {
            if (errno == EINTR)
                continue;
            return systemFailure(m_name);
        }
        if (taken == 0)
            return failure(ErrorCode::ContentChanged, m_name);
        offset += static_cast<uint64_t>(taken);
        size_t left = static_cast<size_t>(taken);
        while (!places.empty() && left >= places.front().iov_len) {
            left -= places.front().iov_len;
            places = places.subspan(1);
        }
        if (left > 0) {
            places.front().iov_base = static_cast<char *>(places.front().iov_base) + left;
            places.front().iov_len -= left;
        }
    }
    // The system notes a change before it makes it: what was there until now is what was opened.
    return checkUnchanged();
}

Result<bool> ContentSource::readAtOnce(uint64_t offset, std::span<iovec> places)
{
    const auto waiting = [&] { return read(offset, places).map([] { return true; }); };
    if (!m_readsAtOnce)
        return waiting();
    size_t length = 0;
    for (const iovec &place : places)
        length += place.iov_len;
    ssize_t taken = -1;
    do
        taken =
            ::preadv2(m_descriptor, places.data(), static_cast<int>(std::min<size_t>(places.size(), IOV_MAX)),
                      static_cast<off_t>(offset), RWF_NOWAIT);
    while (taken < 0 && errno == EINTR);
    if (taken < 0 && errno != EAGAIN) {
        m_readsAtOnce = errno != EOPNOTSUPP;
        return waiting();
    }
    if (taken < 0 || static_cast<size_t>(taken) < length)
        return false;
    return checkUnchanged().map([] { return true; });
}

Result<void> ContentSource::checkUnchanged() const
{
    struct stat now {
    };
    if (::fstat(m_descriptor, &now) != 0)
        return systemFailure(m_name);
    ContentVersion version = ContentVersion::of(now);
    if (version == m_version)
        return {};
    // No name left: that is when it was deleted or replaced; nobody else can open it.
    const bool isExplained = now.st_nlink == 0 || (m_watch && m_watch->explains(now));
    if (isExplained)
        version.changed = m_version.changed;
    if (version != m_version)
        return failure(ErrorCode::ContentChanged, m_name);
    return {};
}

bool ContentSource::isFresh() const
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    // A time that lies ahead tells nothing but that somebody's clock is wrong.
    const int64_t age = nanoseconds(now) - m_version.modified;
    return std::abs(age) < std::chrono::nanoseconds(Fresh).count();
}

} // namespace castdeck
