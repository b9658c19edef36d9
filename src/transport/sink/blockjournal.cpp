// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockjournal.h"

#include "core/descriptor.h"

#include <QFile>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>
#include <xxhash.h>

namespace castdeck
{

namespace
{

constexpr size_t ReadSize = size_t{1024} * 1024;

struct Header {
    std::array<char, 8> magic{'c', 'a', 's', 't', 'j', 'r', 'n', '2'};
    ContentDigest::Value identity{};
    uint64_t contentSize = 0;
    uint64_t blockSize = 0;

    friend bool operator==(const Header &, const Header &) = default;
};
static_assert(sizeof(Header) == 56 && alignof(uint32_t) <= 8);

/// Never 0, which stands for a block that was not written. Where a block belongs is part of it. Good against
/// accidents only.
uint32_t hashOf(uint64_t block, std::span<const uint8_t> bytes)
{
    const uint64_t hash = XXH3_64bits_withSeed(bytes.data(), bytes.size(), block);
    const auto folded = static_cast<uint32_t>(hash ^ hash >> 32);
    return folded == 0 ? 1 : folded;
}

/// Short at the end of the file.
Result<size_t> readAt(int file, uint64_t offset, std::span<uint8_t> out, const QString &path)
{
    size_t done = 0;
    while (done < out.size()) {
        const ssize_t count =
            pread(file, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(path);
        if (count == 0)
            break;
        done += static_cast<size_t>(count);
    }
    return done;
}

} // namespace

Result<BlockJournal> BlockJournal::open(const QString &path, const ContentDigest::Value &identity,
                                        const wire::ContentGeometry &geometry)
{
    const Header wanted{
        .identity = identity, .contentSize = geometry.contentSize, .blockSize = geometry.blockSize};
    const size_t size = sizeof(Header) + geometry.totalBlocks() * sizeof(uint32_t);
    const auto length = static_cast<off_t>(size);
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    struct stat present = {};
    if (!file.isValid() || fstat(file.value(), &present) != 0)
        return systemFailure(path);
    if (!S_ISREG(present.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    if (present.st_nlink > 1) // its bytes are those of another file as well
        return failure(ErrorCode::FileAccessDenied,
                       path + QStringLiteral(": it has another name, too (a hard link)"));
    Header found{.magic = {}};
    const ssize_t count = pread(file.value(), &found, sizeof found, 0);
    // One of ours that was cut off begins with noughts, or with nothing. The last letter is the kind of its
    // sums.
    const bool isOurs = found.magic == decltype(found.magic){} ||
                        std::equal(found.magic.begin(), found.magic.end() - 1, wanted.magic.begin());
    if (!isOurs)
        return failure(ErrorCode::WrongFileKind, path + QStringLiteral(": not one of ours"));
    const bool same = present.st_size == length && count == ssize_t(sizeof found) && found == wanted;
    if (!same && (ftruncate(file.value(), 0) != 0 || ftruncate(file.value(), length) != 0))
        return systemFailure(path);
    // Room that is missing shows here, not as a signal when the map is written.
    if (const int error = posix_fallocate(file.value(), 0, length); error != 0)
        return tl::unexpected(systemError(error, path, ErrorCode::FileFailure));
    void *map = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.value(), 0);
    if (map == MAP_FAILED)
        return systemFailure(path);
    std::memcpy(map, &wanted, sizeof wanted);
    return BlockJournal(path, geometry, {static_cast<uint8_t *>(map), size});
}

BlockJournal::BlockJournal(QString path, const wire::ContentGeometry &geometry, std::span<uint8_t> map)
    : m_path(std::move(path)), m_geometry(geometry), m_map(map)
{
}

BlockJournal::BlockJournal(BlockJournal &&other) noexcept
    : m_path(std::move(other.m_path)), m_geometry(other.m_geometry), m_map(std::exchange(other.m_map, {}))
{
}

BlockJournal &BlockJournal::operator=(BlockJournal &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_geometry, other.m_geometry);
    std::swap(m_map, other.m_map);
    return *this;
}

BlockJournal::~BlockJournal()
{
    if (!m_map.empty())
        munmap(m_map.data(), m_map.size());
}

uint32_t *BlockJournal::sums() const
{
    return reinterpret_cast<uint32_t *>(m_map.data() + sizeof(Header));
}

void BlockJournal::record(uint64_t block, std::span<const uint8_t> bytes)
{
    sums()[block - 1] = hashOf(block, bytes);
}

uint64_t BlockJournal::bytesRecorded() const
{
    uint64_t bytes = 0;
    for (uint64_t block = 1; block <= m_geometry.totalBlocks(); ++block)
        bytes += sums()[block - 1] != 0 ? m_geometry.length(block) : 0;
    return bytes;
}

Result<bool> BlockJournal::check(const QString &part, const std::function<void(uint64_t)> &right,
                                 const std::function<bool()> &goOn)
{
    const Descriptor file(::open(QFile::encodeName(part).constData(), O_RDONLY | O_CLOEXEC));
    if (!file.isValid())
        return systemFailure(part);
    const uint64_t perRead = std::max<uint64_t>(ReadSize / m_geometry.blockSize, 1);
    std::vector<uint8_t> buffer(perRead * m_geometry.blockSize);
    const uint64_t total = m_geometry.totalBlocks();
    for (uint64_t block = 1; block <= total;) {
        if (sums()[block - 1] == 0) {
            ++block;
            continue;
        }
        if (!goOn())
            return false;
        uint64_t behind = block;
        while (behind <= total && behind - block < perRead && sums()[behind - 1] != 0)
            ++behind;
        const uint64_t offset = m_geometry.offset(block);
        auto count = readAt(file.value(), offset, buffer, part);
        if (!count)
            return tl::unexpected(count.error());
        for (; block < behind; ++block) {
            const uint64_t at = m_geometry.offset(block) - offset;
            const size_t length = m_geometry.length(block);
            if (at + length <= *count && hashOf(block, {buffer.data() + at, length}) == sums()[block - 1])
                right(block);
            else
                sums()[block - 1] = 0;
        }
    }
    return true;
}

void BlockJournal::discard()
{
    unlink(QFile::encodeName(m_path).constData());
}

} // namespace castdeck
