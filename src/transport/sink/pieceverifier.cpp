// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/pieceverifier.h"

#include <algorithm>
#include <cstring>
#include <sys/eventfd.h>
#include <system_error>
#include <utility>

namespace castdeck
{

namespace
{

/// Bytes that lie together: where they are, if they do there, else in @p place, where those are already that
/// @p recent does not have.
std::span<const uint8_t> gather(const RecentWrites::View &recent, uint64_t offset, std::span<uint8_t> place)
{
    for (size_t at = 0; at < place.size();) {
        const RecentWrites::Run run = recent.run(offset + at, place.size() - at);
        if (run.bytes && run.length == place.size())
            return {run.bytes, run.length};
        if (run.bytes)
            std::memcpy(place.data() + at, run.bytes, run.length);
        at += run.length;
    }
    return place;
}

} // namespace

Result<std::unique_ptr<PieceVerifier>> PieceVerifier::start(uint64_t contentSize, Read read)
{
    Descriptor news(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!news.isValid())
        return systemFailure(QStringLiteral("eventfd"), ErrorCode::NoSystemResources);
    auto verifier =
        std::unique_ptr<PieceVerifier>(new PieceVerifier(contentSize, std::move(read), std::move(news)));
    try {
        verifier->m_thread = std::thread([raw = verifier.get()] { raw->run(); });
    } catch (const std::system_error &) {
        return failure(ErrorCode::NoSystemResources, QStringLiteral("thread"));
    }
    return verifier;
}

PieceVerifier::PieceVerifier(uint64_t contentSize, Read read, Descriptor news)
    : m_contentSize(contentSize)
    , m_read(std::move(read))
    , m_news(std::move(news))
    , m_bytes(std::min(contentSize, HashTree::PieceSize))
    , m_hashes(HashTree::pieceCount(contentSize))
{
}

PieceVerifier::~PieceVerifier()
{
    stop();
}

void PieceVerifier::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

RecentWrites::Bytes PieceVerifier::written(uint64_t offset, RecentWrites::Bytes bytes)
{
    const std::lock_guard lock(m_mutex);
    return m_recent.add(offset, std::move(bytes));
}

void PieceVerifier::check(PieceCheck check)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(check);
    m_changed.notify_one();
}

void PieceVerifier::expect(PieceHashes hashes)
{
    const std::lock_guard lock(m_mutex);
    if (m_expected || hashes.pieces.size() != m_hashes.size())
        return;
    m_expected = std::move(hashes);
    m_treeFailure.reset();
    judgeAll();
}

void PieceVerifier::whenTreeLacks(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    m_treeLacks = std::move(call);
    sayWhatLacks();
}

/// A piece that was looked at again counts more than once: then it is said too early, which is no harm.
void PieceVerifier::sayWhatLacks()
{
    if (m_treeLacks && !m_expected && m_waiting.size() >= m_hashes.size())
        m_treeLacks();
}

void PieceVerifier::giveUp(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    if (m_expected)
        return;
    m_treeFailure = error;
    tell();
}

std::optional<Error> PieceVerifier::treeFailure() const
{
    const std::lock_guard lock(m_mutex);
    return m_treeFailure;
}

bool PieceVerifier::hasTree() const
{
    const std::lock_guard lock(m_mutex);
    return m_expected.has_value();
}

Result<std::vector<PieceVerifier::Verdict>> PieceVerifier::take()
{
    const std::lock_guard lock(m_mutex);
    eventfd_t count = 0;
    eventfd_read(m_news.value(), &count);
    m_hasNews = false;
    if (m_error)
        return tl::unexpected(*m_error);
    return std::exchange(m_verdicts, {});
}

void PieceVerifier::tell()
{
    m_hasNews = true;
    eventfd_write(m_news.value(), 1);
}

void PieceVerifier::fail(const Error &error)
{
    if (!m_error)
        m_error = error;
    tell();
}

void PieceVerifier::judgeAll()
{
    for (const PieceCheck &check : std::exchange(m_waiting, {}))
        note(check, m_hashes[check.piece]);
}

void PieceVerifier::note(PieceCheck check, const HashTree::Hash &hash)
{
    if (m_expected) {
        const bool isRight = m_expected->pieces[check.piece] == hash;
        m_verdicts.push_back({check, isRight ? Finding::Right : Finding::Wrong});
    } else {
        m_hashes[check.piece] = hash;
        m_waiting.push_back(check);
        m_verdicts.push_back({check, Finding::Hashed});
        sayWhatLacks();
    }
    tell();
}

Result<HashTree::Hash> PieceVerifier::hash(uint64_t piece, const RecentWrites::View &recent)
{
    const uint64_t first = piece * HashTree::PieceSize;
    const std::span<uint8_t> bytes(m_bytes.data(), HashTree::pieceLength(piece, m_contentSize));
    for (size_t at = 0; at < bytes.size();) {
        const RecentWrites::Run run = recent.run(first + at, bytes.size() - at);
        if (!run.bytes) {
            if (auto read = m_read(first + at, bytes.subspan(at, run.length)); !read)
                return tl::unexpected(read.error());
        }
        at += run.length;
    }
    m_leaves.clear();
    for (size_t at = 0; at < bytes.size(); at += HashTree::LeafSize)
        m_leaves.push_back(gather(
            recent, first + at, bytes.subspan(at, std::min<size_t>(HashTree::LeafSize, bytes.size() - at))));
    const auto hash = m_tree.piece(HashTree::Leaves(m_leaves), m_contentSize);
    return hash ? Result<HashTree::Hash>(*hash)
                : failure(ErrorCode::NoSystemResources, QStringLiteral("SHA-256"));
}

void PieceVerifier::run()
{
    RecentWrites::View recent;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_ending || !m_queue.empty(); });
        if (m_ending)
            return;
        const PieceCheck check = m_queue.front();
        m_queue.pop_front();
        recent = m_recent.view();
        lock.unlock();
        const auto found = hash(check.piece, recent);
        lock.lock();
        recent = {};
        m_recent.forget(check.piece * HashTree::PieceSize, HashTree::PieceSize);
        if (found)
            note(check, *found);
        else
            fail(found.error());
    }
}

} // namespace castdeck
