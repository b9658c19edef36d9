// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/writingthread.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>

namespace castdeck
{

namespace
{

constexpr size_t SpareMax = 8;

void clear(const Descriptor &event)
{
    eventfd_t count = 0;
    eventfd_read(event.value(), &count);
}

} // namespace

Result<std::unique_ptr<WritingThread>> WritingThread::start(std::unique_ptr<ContentSink> sink)
{
    Descriptor wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    Descriptor progress(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.isValid() || !progress.isValid())
        return systemFailure(QStringLiteral("eventfd"), ErrorCode::NoSystemResources);
    auto writing = std::unique_ptr<WritingThread>(
        new WritingThread(std::move(sink), std::move(wake), std::move(progress)));
    try {
        writing->m_thread = std::thread([raw = writing.get()] { raw->run(); });
    } catch (const std::system_error &) {
        return failure(ErrorCode::NoSystemResources, QStringLiteral("thread"));
    }
    return writing;
}

WritingThread::WritingThread(std::unique_ptr<ContentSink> sink, Descriptor wake, Descriptor progress)
    : m_sink(std::move(sink)), m_wake(std::move(wake)), m_progress(std::move(progress))
{
}

WritingThread::~WritingThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    eventfd_write(m_wake.value(), 1);
    if (m_thread.joinable())
        m_thread.join();
}

std::optional<Error> WritingThread::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

Result<void> WritingThread::write(uint64_t offset, std::span<iovec> pieces)
{
    if (const auto failed = error())
        return tl::unexpected(*failed);
    Piece piece{offset, {}};
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spare.empty()) {
            piece.bytes = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    piece.bytes.clear();
    for (const iovec &part : pieces) {
        const auto *bytes = static_cast<const uint8_t *>(part.iov_base);
        piece.bytes.insert(piece.bytes.end(), bytes, bytes + part.iov_len);
    }
    m_held += piece.bytes.size();
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(piece));
        m_idle = false;
    }
    eventfd_write(m_wake.value(), 1);
    return {};
}

pollfd WritingThread::waitsFor() const
{
    const std::lock_guard lock(m_mutex);
    const bool quiet = m_error ? m_errorTold : m_idle;
    return {quiet ? -1 : m_progress.value(), POLLIN, 0};
}

Result<void> WritingThread::pump()
{
    clear(m_progress);
    const std::lock_guard lock(m_mutex);
    if (!m_error)
        return {};
    m_errorTold = true;
    return tl::unexpected(*m_error);
}

Result<void> WritingThread::finish()
{
    if (const auto failed = error())
        return tl::unexpected(*failed);
    return m_sink->finish();
}

std::optional<WritingThread::Piece> WritingThread::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_queue.empty())
        return std::nullopt;
    Piece piece = std::move(m_queue.front());
    m_queue.pop_front();
    return piece;
}

Result<void> WritingThread::writeNext(Piece piece)
{
    std::array<iovec, 1> bytes{iovec{piece.bytes.data(), piece.bytes.size()}};
    const size_t size = piece.bytes.size();
    auto written = m_sink->write(piece.offset, bytes);
    if (!written)
        return written;
    m_held -= size;
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() < SpareMax)
        m_spare.push_back(std::move(piece.bytes));
    return written;
}

void WritingThread::run()
{
    for (;;) {
        Result<void> done;
        auto piece = take();
        if (piece) {
            done = writeNext(std::move(*piece));
        } else {
            std::array<pollfd, 2> wanted{pollfd{m_wake.value(), POLLIN, 0}, m_sink->waitsFor()};
            {
                const std::lock_guard lock(m_mutex);
                m_idle = m_queue.empty() && wanted[1].fd < 0;
                if (m_ending && m_queue.empty())
                    return;
            }
            eventfd_write(m_progress.value(), 1);
            ::poll(wanted.data(), wanted.size(), -1);
            if (wanted[0].revents)
                clear(m_wake);
            if (wanted[1].revents)
                done = m_sink->pump();
        }
        if (!done) {
            const std::lock_guard lock(m_mutex);
            m_error = done.error();
            m_queue.clear();
            eventfd_write(m_progress.value(), 1);
            return;
        }
        if (piece)
            eventfd_write(m_progress.value(), 1);
    }
}

} // namespace castdeck
