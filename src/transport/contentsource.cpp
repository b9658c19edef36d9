// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/contentsource.h"

#include <QFile>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace castdeck
{

ContentSource::ContentSource(int descriptor, QString name, const struct stat &status)
    : m_descriptor(descriptor), m_name(std::move(name)), m_stat(status)
{
}

ContentSource::ContentSource(ContentSource &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_name(std::move(other.m_name))
    , m_stat(other.m_stat)
{
}

ContentSource &ContentSource::operator=(ContentSource &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_name, other.m_name);
    std::swap(m_stat, other.m_stat);
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
    ContentSource source(descriptor, std::move(name), status);
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

Result<void> ContentSource::read(uint64_t offset, std::span<iovec> places)
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
    return {};
}

Result<void> ContentSource::checkUnchanged() const
{
    struct stat now {
    };
    if (::fstat(m_descriptor, &now) != 0)
        return systemFailure(m_name);
    const bool same = now.st_size == m_stat.st_size && now.st_mtim.tv_sec == m_stat.st_mtim.tv_sec &&
                      now.st_mtim.tv_nsec == m_stat.st_mtim.tv_nsec;
    if (!same)
        return failure(ErrorCode::ContentChanged, m_name);
    return {};
}

} // namespace castdeck
