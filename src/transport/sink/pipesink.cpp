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
    if (m_expected)
        m_digest.add({static_cast<const uint8_t *>(bytes), passed});
    return passed;
}

Result<void> PipeSink::keep(uint64_t offset, std::span<iovec> pieces)
{
    uint64_t behind = offset;
    for (const iovec &piece : pieces)
        behind += piece.iov_len;
    if (auto written = writeAllAt(m_spool.value(), offset, pieces, QStringLiteral("temporary file"));
        !written)
        return written;
    // Merge with every range that overlaps or touches.
    auto range = m_spooled.upper_bound(offset);
    if (range != m_spooled.begin() && std::prev(range)->second >= offset)
        --range;
    uint64_t first = offset;
    while (range != m_spooled.end() && range->first <= behind) {
        first = std::min(first, range->first);
        behind = std::max(behind, range->second);
        range = m_spooled.erase(range);
    }
    m_spooled.emplace(first, behind);
    return {};
}

Result<void> PipeSink::write(uint64_t offset, std::span<iovec> pieces)
{
    while (!pieces.empty() && offset == m_passed) {
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
    return {!m_spooled.empty() && m_spooled.begin()->first <= m_passed ? m_out : -1, POLLOUT, 0};
}

Result<void> PipeSink::pump()
{
    std::array<char, 65536> buffer;
    while (!m_spooled.empty() && m_spooled.begin()->first <= m_passed) {
        const auto [first, behind] = *m_spooled.begin();
        if (behind <= m_passed) {
            m_spooled.erase(m_spooled.begin());
            continue;
        }
        const auto offset = static_cast<off_t>(m_passed);
        const size_t size = std::min<uint64_t>(buffer.size(), behind - m_passed);
        const ssize_t count = pread(m_spool.value(), buffer.data(), size, offset);
        if (count <= 0)
            return systemFailure(QStringLiteral("temporary file"));
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
