// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/writingthread.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>
#include <utility>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;

constexpr size_t SpareMax = 8;
/// No write crosses a multiple of it, so that in order a page is written once and whole: a disk need not read
/// what it had there first.
constexpr size_t PieceBytes = size_t{256} * 1024;
constexpr size_t TellBytes = size_t{4} * 1024 * 1024;
constexpr auto LookInterval = 5ms; ///< while data flow
constexpr auto FlowMax = 1s;       ///< without anything to write, until data flow no more

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
    size_t size = 0;
    for (const iovec &part : pieces)
        size += part.iov_len;
    const std::lock_guard lock(m_mutex);
    if (m_error)
        return tl::unexpected(*m_error);
    if (size == 0)
        return {};
    m_held += size;
    for (const iovec &part : pieces) {
        const auto *bytes = static_cast<const uint8_t *>(part.iov_base);
        for (size_t left = part.iov_len; left > 0;) {
            const size_t taken = std::min<uint64_t>(left, PieceBytes - offset % PieceBytes);
            Piece &piece = pieceFor(offset, size);
            piece.bytes.insert(piece.bytes.end(), bytes, bytes + taken);
            bytes += taken;
            offset += taken;
            left -= taken;
            size -= taken;
        }
    }
    wake();
    return {};
}

void WritingThread::afterWrites(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back({0, {}, std::move(call)});
    wake();
}

/// Something was queued: the thread is woken if it would not look soon enough. The mutex is held.
void WritingThread::wake()
{
    m_idle = false;
    const bool isWorth = m_queue.size() > 1 || m_queue.back().bytes.size() >= PieceBytes;
    if (m_woken || !(m_sleeps || isWorth))
        return;
    m_woken = true;
    eventfd_write(m_wake.value(), 1);
}

/// The last one, if it goes on there; else a new one, for so many bytes and those behind them. The mutex is
/// held.
WritingThread::Piece &WritingThread::pieceFor(uint64_t offset, size_t size)
{
    if (!m_queue.empty()) {
        Piece &last = m_queue.back();
        const bool goesOn = !last.call && last.offset + last.bytes.size() == offset;
        if (goesOn && offset % PieceBytes != 0)
            return last;
    }
    Piece &piece = m_queue.emplace_back();
    piece.offset = offset;
    // A part behind a hole does not take the buffer of a whole, for whoever is told of it keeps that.
    if (offset % PieceBytes != 0 && size < PieceBytes / 2) {
        piece.bytes.reserve(std::min<uint64_t>(size, PieceBytes - offset % PieceBytes));
        return piece;
    }
    if (!m_spare.empty()) {
        piece.bytes = std::move(m_spare.back());
        m_spare.pop_back();
        piece.bytes.clear();
    }
    piece.bytes.reserve(PieceBytes);
    return piece;
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
    m_sleeps = m_woken = false;
    if (m_queue.empty())
        return std::nullopt;
    Piece piece = std::move(m_queue.front());
    m_queue.pop_front();
    return piece;
}

Result<void> WritingThread::writeNext(Piece piece)
{
    if (piece.call) {
        piece.call();
        return {};
    }
    std::array<iovec, 1> bytes{iovec{piece.bytes.data(), piece.bytes.size()}};
    const size_t size = piece.bytes.size();
    auto written = m_sink->write(piece.offset, bytes);
    if (!written)
        return written;
    m_held -= size;
    m_untold += size;
    m_worked = monotonicNow();
    if (m_untold >= TellBytes) {
        m_untold = 0;
        eventfd_write(m_progress.value(), 1);
    }
    if (m_told)
        piece.bytes = m_told(piece.offset, std::move(piece.bytes));
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() < SpareMax && piece.bytes.capacity() >= PieceBytes)
        m_spare.push_back(std::move(piece.bytes));
    return written;
}

/// Until there may be something to do; false if there never will be.
bool WritingThread::rest()
{
    std::array<pollfd, 2> wanted{pollfd{m_wake.value(), POLLIN, 0}, m_sink->waitsFor()};
    const bool flows = monotonicNow() - m_worked < FlowMax;
    bool isNew = false;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_queue.empty())
            return true;
        if (m_ending)
            return false;
        m_sleeps = !flows;
        isNew = !std::exchange(m_idle, wanted[1].fd < 0) && m_idle;
    }
    if (std::exchange(m_untold, 0) > 0 || isNew)
        eventfd_write(m_progress.value(), 1);
    ::poll(wanted.data(), wanted.size(), flows ? std::chrono::milliseconds(LookInterval).count() : -1);
    if (wanted[0].revents)
        clear(m_wake);
    if (!wanted[1].revents)
        return true;
    const auto pumped = m_sink->pump();
    if (!pumped)
        fail(pumped.error());
    return pumped.has_value();
}

void WritingThread::fail(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_error = error;
    m_queue.clear();
    eventfd_write(m_progress.value(), 1);
}

void WritingThread::run()
{
    for (bool goesOn = true; goesOn;) {
        auto piece = take();
        if (!piece) {
            goesOn = rest();
        } else if (const auto written = writeNext(std::move(*piece)); !written) {
            fail(written.error());
            return;
        }
    }
}

} // namespace castdeck
