// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/readahead.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace castdeck
{

namespace
{

constexpr uint64_t StrideBytes = uint64_t{1} << 20U;
/// One that is being taken, one behind it, and two for repairs.
constexpr size_t PiecesMost = 4;

struct Piece {
    uint64_t offset = 0;
    std::vector<char> bytes;
    bool isRead = false;
    Result<void> outcome{};

    uint64_t end() const { return offset + bytes.size(); }
};

uint64_t lengthOf(std::span<const iovec> places)
{
    uint64_t length = 0;
    for (const iovec &place : places)
        length += place.iov_len;
    return length;
}

} // namespace

/// Outlives the reader as long as the thread does.
struct ReadAhead::Shared {
    explicit Shared(ContentSource file) : source(std::move(file)) {}

    const ContentSource source;
    std::mutex mutex; ///< for all that follows
    std::condition_variable changed;
    std::function<void()> arrived;
    std::deque<std::shared_ptr<Piece>> pieces; ///< the oldest first
    std::deque<std::shared_ptr<Piece>> wanted;
    bool looks = false; ///< whether it is unchanged
    std::optional<Error> change;
    bool isOver = false;

    void run()
    {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return isOver || looks || !wanted.empty(); });
            if (isOver)
                return;
            Result<void> outcome;
            std::shared_ptr<Piece> piece;
            if (!wanted.empty()) {
                piece = wanted.front();
                wanted.pop_front();
            }
            lock.unlock();
            if (piece) {
                iovec place{piece->bytes.data(), piece->bytes.size()};
                outcome = source.read(piece->offset, {&place, 1});
                // What comes next may then be there at once.
                ::posix_fadvise(source.descriptor(), static_cast<off_t>(piece->end()), StrideBytes,
                                POSIX_FADV_WILLNEED);
            } else {
                outcome = source.checkUnchanged();
            }
            lock.lock();
            if (piece) {
                piece->outcome = std::move(outcome);
                piece->isRead = true;
            } else {
                looks = false;
                if (!outcome)
                    change = outcome.error();
            }
            if (arrived)
                arrived();
        }
    }
    void want(uint64_t offset, uint64_t length)
    {
        const auto piece = std::make_shared<Piece>();
        piece->offset = offset;
        piece->bytes.resize(length);
        pieces.push_back(piece);
        wanted.push_back(piece);
        if (pieces.size() > PiecesMost) {
            std::erase(wanted, pieces.front());
            pieces.pop_front();
        }
        changed.notify_one();
    }
    /// The piece with that byte.
    std::shared_ptr<Piece> find(uint64_t offset) const
    {
        const auto found = std::ranges::find_if(
            pieces, [&](const auto &piece) { return offset >= piece->offset && offset < piece->end(); });
        return found == pieces.end() ? nullptr : *found;
    }
    void copy(uint64_t offset, std::span<const iovec> places) const
    {
        for (const iovec &place : places) {
            for (size_t done = 0; done < place.iov_len;) {
                const auto piece = find(offset);
                const size_t part = std::min<uint64_t>(place.iov_len - done, piece->end() - offset);
                std::memcpy(static_cast<char *>(place.iov_base) + done,
                            piece->bytes.data() + (offset - piece->offset), part);
                done += part;
                offset += part;
            }
        }
    }
};

ReadAhead::ReadAhead(ContentSource source, std::function<void()> arrived)
    : m_source(std::move(source)), m_arrived(std::move(arrived))
{
}

ReadAhead::~ReadAhead()
{
    if (!m_shared)
        return;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->isOver = true;
    m_shared->arrived = {};
    m_shared->changed.notify_one();
}

Result<std::shared_ptr<ReadAhead::Shared>> ReadAhead::thread()
{
    if (m_shared)
        return m_shared;
    auto file = m_source.duplicate();
    if (!file)
        return tl::unexpected(file.error());
    const auto shared = std::make_shared<Shared>(std::move(*file));
    shared->arrived = m_arrived;
    try {
        std::thread([shared] { shared->run(); }).detach();
    } catch (const std::system_error &) {
        return failure(ErrorCode::NoSystemResources, m_source.name());
    }
    return m_shared = shared;
}

Result<bool> ReadAhead::read(uint64_t offset, std::span<iovec> places)
{
    const uint64_t length = lengthOf(places);
    auto taken = m_source.mayHang() ? Result<bool>(false) : m_source.readAtOnce(offset, places);
    if (taken && !*taken)
        taken = take(offset, places);
    if (taken && *taken)
        m_expected = offset + length;
    return taken;
}

Result<bool> ReadAhead::take(uint64_t offset, std::span<iovec> places)
{
    const auto shared = thread();
    if (!shared)
        return tl::unexpected(shared.error());
    const bool inOrder = offset == m_expected;
    const uint64_t end = offset + lengthOf(places);
    const auto want = [&](uint64_t from, uint64_t least) {
        const uint64_t stride = std::min(StrideBytes, m_source.size() - from);
        (*shared)->want(from, inOrder ? std::max(least, stride) : least);
    };
    const std::lock_guard lock((*shared)->mutex);
    uint64_t known = offset;
    while (known < end) {
        const auto piece = (*shared)->find(known);
        if (!piece)
            want(known, end - known);
        if (!piece || !piece->isRead)
            return false;
        if (!piece->outcome)
            return tl::unexpected(piece->outcome.error());
        known = piece->end();
    }
    (*shared)->copy(offset, places);
    if (inOrder && known < m_source.size() && !(*shared)->find(known))
        want(known, 1);
    return true;
}

Result<void> ReadAhead::checkUnchanged()
{
    if (!m_source.mayHang())
        return m_source.checkUnchanged();
    const auto shared = thread();
    if (!shared)
        return tl::unexpected(shared.error());
    const std::lock_guard lock((*shared)->mutex);
    if ((*shared)->change)
        return tl::unexpected(*(*shared)->change);
    (*shared)->looks = true;
    (*shared)->changed.notify_one();
    return {};
}

} // namespace castdeck
