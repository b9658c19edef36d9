// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treebuilding.h"

#include <algorithm>
#include <mutex>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Of this thread alone: Linux has both for threads. What cannot be had is done without.
void stepBack()
{
    constexpr int Nice = 10;     // on a busy server a tenth of what others get: in the end receivers wait
    constexpr int OfProcess = 1; // IOPRIO_WHO_PROCESS, and 0: the calling thread
    constexpr int Lowest = 2 << 13 | 7; // IOPRIO_CLASS_BE: idle would wait for a busy disk for ever
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), Nice);
    ::syscall(SYS_ioprio_set, OfProcess, 0, Lowest);
}

/// One tree in the making, for all that make it.
class Building
{
public:
    Building(const ContentSource &source, const std::atomic<bool> &stopped)
        : m_source(source), m_stopped(stopped), m_pieces(HashTree::pieceCount(source.size()))
    {
    }

    void work()
    {
        stepBack();
        HashTree tree;
        std::vector<uint8_t> bytes(std::min(HashTree::PieceSize, m_source.size()));
        while (!m_failed) {
            // In order, so that the disk is read as it likes it best.
            const uint64_t index = m_next++;
            if (index >= m_pieces.size())
                return;
            if (const auto done = add(tree, index, bytes); !done)
                fail(done.error());
        }
    }

    Result<PieceHashes> finish()
    {
        if (m_failed)
            return tl::unexpected(m_error);
        const auto root = HashTree().root(m_pieces);
        if (!root)
            return tl::unexpected(withoutCryptography());
        return PieceHashes{*root, std::move(m_pieces)};
    }

private:
    static Error withoutCryptography() { return {ErrorCode::NoSystemResources, QStringLiteral("SHA-256")}; }

    Result<void> add(HashTree &tree, uint64_t index, std::span<uint8_t> bytes)
    {
        if (m_stopped)
            return failure(ErrorCode::Cancelled, m_source.name());
        bytes = bytes.first(HashTree::pieceLength(index, m_source.size()));
        iovec place{bytes.data(), bytes.size()};
        if (auto read = m_source.read(index * HashTree::PieceSize, {&place, 1}); !read)
            return read;
        const auto hash = tree.piece(bytes, m_source.size());
        if (!hash)
            return tl::unexpected(withoutCryptography());
        m_pieces[index] = *hash;
        return {};
    }
    void fail(const Error &error)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failed)
            m_error = error;
        m_failed = true;
    }

    const ContentSource &m_source;
    const std::atomic<bool> &m_stopped;
    std::vector<HashTree::Hash> m_pieces; ///< each is written by the thread that took its index
    std::atomic<uint64_t> m_next = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex;
    Error m_error;
};

} // namespace

unsigned treeThreads()
{
    return std::clamp(std::thread::hardware_concurrency() / 2, 1U, 8U);
}

Result<PieceHashes> buildTree(const ContentSource &source, unsigned threads, const std::atomic<bool> &stopped)
{
    Building building(source, stopped);
    std::vector<std::thread> others;
    try {
        while (others.size() + 1 < threads)
            others.emplace_back([&building] { building.work(); });
    } catch (const std::system_error &) {
        // Those that are there do it.
    }
    building.work();
    for (std::thread &other : others)
        other.join();
    return building.finish();
}

} // namespace castdeck
