// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/pipesink.h"

#include "transport/net/vectorio.h"

#include <QFile>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>

namespace castdeck
{

namespace
{

const QString OutputName = QStringLiteral("output");
const QString SpoolName = QStringLiteral("temporary file");

/// With every range that overlaps or touches it.
void merge(std::map<uint64_t, uint64_t> &ranges, uint64_t first, uint64_t behind)
{
    auto range = ranges.upper_bound(first);
    if (range != ranges.begin() && std::prev(range)->second >= first)
        --range;
    while (range != ranges.end() && range->first <= behind) {
        first = std::min(first, range->first);
        behind = std::max(behind, range->second);
        range = ranges.erase(range);
    }
    ranges.emplace(first, behind);
}

Result<Descriptor> openSpool()
{
    const QString folder = qEnvironmentVariable("TMPDIR", QStringLiteral("/var/tmp"));
    QByteArray name = QFile::encodeName(folder + QStringLiteral("/castjoin-XXXXXX"));
    Descriptor spool(mkostemp(name.data(), O_CLOEXEC));
    if (!spool.isValid())
        return systemFailure(folder);
    unlink(name.constData());
    return spool;
}

} // namespace

Result<std::unique_ptr<PipeSink>> PipeSink::create(int descriptor)
{
    auto spool = openSpool();
    if (!spool)
        return tl::unexpected(spool.error());
    return std::unique_ptr<PipeSink>(new PipeSink(descriptor, std::move(*spool)));
}

Result<size_t> PipeSink::offer(const void *bytes, size_t size)
{
    const auto *next = static_cast<const char *>(bytes);
    size_t passed = 0;
    while (passed < size) {
        pollfd ready{m_out, POLLOUT, 0};
        if (poll(&ready, 1, 0) <= 0 || !(ready.revents & (POLLOUT | POLLERR | POLLHUP)))
            break;
        // A pipe that is ready takes this much without blocking, whatever its mode.
        const ssize_t taken = ::write(m_out, next + passed, std::min<size_t>(size - passed, PIPE_BUF));
        if (taken < 0 && errno == EAGAIN)
            break;
        if (taken < 0 && errno != EINTR)
            return systemFailure(OutputName);
        passed += taken > 0 ? static_cast<size_t>(taken) : 0;
    }
    if (m_expected || m_holdsBack)
        m_digest.add({static_cast<const uint8_t *>(bytes), passed});
    return passed;
}

Result<void> PipeSink::keep(uint64_t offset, std::span<iovec> pieces)
{
    uint64_t behind = offset;
    for (const iovec &piece : pieces)
        behind += piece.iov_len;
    if (auto written = writeAllAt(m_spool.value(), offset, pieces, SpoolName); !written)
        return written;
    merge(m_spooled, offset, behind);
    return {};
}

Result<void> PipeSink::read(uint64_t offset, std::span<uint8_t> bytes) const
{
    return readAllAt(m_spool.value(), offset, bytes, SpoolName);
}

void PipeSink::release(uint64_t offset, uint64_t length)
{
    merge(m_released, offset, offset + length);
}

uint64_t PipeSink::passable() const
{
    if (m_spooled.empty() || m_spooled.begin()->first > m_passed)
        return 0;
    const uint64_t there = m_spooled.begin()->second;
    if (!m_holdsBack)
        return there;
    const auto behind = m_released.upper_bound(m_passed);
    return behind == m_released.begin() ? 0 : std::min(there, std::prev(behind)->second);
}

Result<void> PipeSink::write(uint64_t offset, std::span<iovec> pieces)
{
    while (!pieces.empty() && offset == m_passed && !m_holdsBack) {
        auto passed = offer(pieces.front().iov_base, pieces.front().iov_len);
        if (!passed)
            return tl::unexpected(passed.error());
        m_passed += *passed;
        offset += *passed;
        pieces.front().iov_base = static_cast<char *>(pieces.front().iov_base) + *passed;
        pieces.front().iov_len -= *passed;
        if (pieces.front().iov_len > 0)
            break;
        pieces = pieces.subspan(1);
    }
    if (!pieces.empty() && offset >= m_passed) {
        if (auto kept = keep(offset, pieces); !kept)
            return kept;
    }
    return pump();
}

pollfd PipeSink::waitsFor() const
{
    return {passable() > m_passed ? m_out : -1, POLLOUT, 0};
}

Result<void> PipeSink::pump()
{
    std::array<char, 65536> buffer;
    while (!m_spooled.empty() && m_spooled.begin()->second <= m_passed)
        m_spooled.erase(m_spooled.begin());
    while (passable() > m_passed) {
        const uint64_t behind = m_spooled.begin()->second;
        const auto offset = static_cast<off_t>(m_passed);
        const size_t size = std::min<uint64_t>(buffer.size(), passable() - m_passed);
        const ssize_t count = pread(m_spool.value(), buffer.data(), size, offset);
        if (count <= 0)
            return systemFailure(SpoolName);
        auto passed = offer(buffer.data(), static_cast<size_t>(count));
        if (!passed)
            return tl::unexpected(passed.error());
        // What the reader has needs no room on the disk; a file system without holes keeps it, to no harm.
        fallocate(m_spool.value(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset,
                  static_cast<off_t>(*passed));
        m_passed += *passed;
        m_spooled.erase(m_spooled.begin());
        if (m_passed < behind)
            m_spooled.emplace(m_passed, behind);
        if (*passed < static_cast<size_t>(count))
            break;
    }
    return {};
}

Result<void> PipeSink::finish()
{
    return m_expected ? m_digest.compare(*m_expected) : Result<void>();
}

} // namespace castdeck
