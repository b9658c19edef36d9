// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/contentsource.h"

#include <QFile>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
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

} // namespace

ContentVersion ContentVersion::of(const struct stat &status)
{
    return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
            nanoseconds(status.st_ctim)};
}

ContentSource::ContentSource(int descriptor, QString name, const ContentVersion &version)
    : m_descriptor(descriptor), m_name(std::move(name)), m_version(version)
{
}

ContentSource::ContentSource(ContentSource &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_name(std::move(other.m_name))
    , m_version(other.m_version)
{
}

ContentSource &ContentSource::operator=(ContentSource &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_name, other.m_name);
    std::swap(m_version, other.m_version);
    return *this;
}

ContentSource::~ContentSource()
{
    if (m_descriptor >= 0)
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
    ContentSource source(descriptor, std::move(name), ContentVersion::of(status));
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
    return ContentSource(descriptor, m_name, m_version);
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

Result<void> ContentSource::checkUnchanged() const
{
    struct stat now {
    };
    if (::fstat(m_descriptor, &now) != 0)
        return systemFailure(m_name);
    ContentVersion version = ContentVersion::of(now);
    if (now.st_nlink == 0)
        version.changed =
            m_version.changed; // that is when it was deleted or replaced; nobody else can open it
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
