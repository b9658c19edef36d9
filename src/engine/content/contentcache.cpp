// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/contentcache.h"

#include <QDir>
#include <QFile>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace castdeck
{

namespace
{

const QString partPrefix = QStringLiteral(".part-");

struct Entry {
    QString path;
    uint64_t size = 0;
    std::pair<time_t, long> used; ///< seconds, nanoseconds
};

bool isLinked(int descriptor)
{
    struct stat status = {};
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

/// The time of its use; that of its making stays. Both are part of what tells a changed file, so it is not
/// noted while somebody reads it, and seldom: what was made lately or is being read is not removed anyway.
void noteUse(int descriptor)
{
    constexpr time_t Spacing = 600; // seconds
    struct stat status = {};
    const timespec times[] = {{0, UTIME_NOW}, {0, UTIME_OMIT}};
    if (fstat(descriptor, &status) == 0 && std::abs(time(nullptr) - status.st_atim.tv_sec) > Spacing &&
        flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        futimens(descriptor, times);
}

/// False if somebody reads it, or writes it.
bool removeUnused(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const Descriptor file(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    return !file.isValid() ? errno == ENOENT
                           : flock(file.value(), LOCK_EX | LOCK_NB) == 0 && unlink(name.constData()) == 0;
}

} // namespace

ContentCache::Part::~Part()
{
    if (m_file.isValid())
        unlink(QFile::encodeName(m_path).constData());
}

ContentCache::ContentCache(QString folder, uint64_t bytesMax)
    : m_folder(std::move(folder)), m_bytesMax(bytesMax)
{
}

std::optional<ContentSource> ContentCache::find(const QString &key, const QString &name) const
{
    const Descriptor file(
        ::open(QFile::encodeName(path(key)).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.isValid())
        return std::nullopt;
    noteUse(file.value());
    // A lock that cannot be had is that of whoever removes it.
    if (flock(file.value(), LOCK_SH | LOCK_NB) != 0 || !isLinked(file.value()))
        return std::nullopt;
    auto source = ContentSource::fromDescriptor(fcntl(file.value(), F_DUPFD_CLOEXEC, 0), name);
    return source ? std::optional(std::move(*source)) : std::nullopt;
}

Result<void> ContentCache::makeRoom(uint64_t expected) const
{
    std::vector<Entry> entries;
    uint64_t used = 0;
    const auto names = QDir(m_folder).entryList(QDir::Files | QDir::Hidden | QDir::System);
    for (const QString &name : names) {
        Entry entry{path(name), 0, {}};
        struct stat status = {};
        if (name.startsWith(partPrefix) && removeUnused(entry.path))
            continue;
        if (lstat(QFile::encodeName(entry.path).constData(), &status) != 0)
            continue;
        entry.size = static_cast<uint64_t>(status.st_size);
        entry.used = {status.st_atim.tv_sec, status.st_atim.tv_nsec};
        used += entry.size;
        if (!name.startsWith(partPrefix))
            entries.push_back(entry);
    }
    std::ranges::sort(entries, {}, &Entry::used);
    const uint64_t bytesMost = m_bytesMax - std::min(expected, m_bytesMax);
    for (const Entry &entry : entries) {
        if (used > bytesMost && removeUnused(entry.path))
            used -= entry.size;
    }
    if (used > bytesMost)
        return failure(
            ErrorCode::DeviceFull,
            QStringLiteral("%1: of %2 bytes %3 are in use").arg(m_folder).arg(m_bytesMax).arg(used));
    return {};
}

Result<ContentCache::Part> ContentCache::begin(uint64_t expected) const
{
    if (!QDir().mkpath(m_folder))
        return systemFailure(m_folder);
    if (chmod(QFile::encodeName(m_folder).constData(), S_IRWXU) != 0)
        return systemFailure(m_folder);
    if (const auto room = makeRoom(expected); !room)
        return tl::unexpected(room.error());
    while (true) {
        QByteArray name = QFile::encodeName(path(partPrefix + QStringLiteral("XXXXXX")));
        Descriptor file(mkostemp(name.data(), O_CLOEXEC));
        if (!file.isValid() || flock(file.value(), LOCK_EX) != 0)
            return systemFailure(m_folder);
        // Another program may have taken it for one that was left behind.
        if (isLinked(file.value()))
            return Part(std::move(file), QFile::decodeName(name));
    }
}

Result<void> ContentCache::finish(Part part, const QString &key) const
{
    if (auto fits = makeRoom(); !fits)
        return fits;
    const Descriptor folder(
        ::open(QFile::encodeName(m_folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isValid() || fsync(part.descriptor()) != 0 ||
        rename(QFile::encodeName(part.path()).constData(), QFile::encodeName(path(key)).constData()) != 0 ||
        fsync(folder.value()) != 0)
        return systemFailure(path(key));
    part.m_file = Descriptor();
    return {};
}

} // namespace castdeck
