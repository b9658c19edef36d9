// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/patientreader.h"

namespace castdeck
{

PatientReader::PatientReader(std::shared_ptr<const ContentSource> source, Duration patience)
    : m_source(std::move(source)), m_patience(patience)
{
}

Result<void> PatientReader::read(uint64_t offset, std::span<char> bytes)
{
    iovec place{bytes.data(), bytes.size()};
    if (!m_source->mayHang())
        return m_source->read(offset, {&place, 1});
    if (!m_ahead) {
        auto file = m_source->duplicate();
        if (!file)
            return tl::unexpected(file.error());
        m_ahead = std::make_unique<ReadAhead>(std::move(*file), [this] {
            const std::lock_guard lock(m_mutex);
            ++m_arrivals;
            m_arrived.notify_one();
        });
    }
    const Instant end = monotonicNow() + m_patience;
    std::unique_lock lock(m_mutex);
    while (true) {
        const uint64_t before = m_arrivals;
        lock.unlock();
        const auto read = m_ahead->read(offset, {&place, 1});
        if (!read)
            return tl::unexpected(read.error());
        if (*read)
            return {};
        lock.lock();
        if (!m_arrived.wait_until(lock, end, [&] { return m_arrivals != before; }))
            return failure(ErrorCode::FolderNotAnswering, m_source->name());
    }
}

Result<void> PatientReader::checkUnchanged()
{
    if (!m_source->mayHang() || m_source->size() == 0)
        return m_source->checkUnchanged();
    char byte = 0;
    return read(0, {&byte, 1});
}

} // namespace castdeck
