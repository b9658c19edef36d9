// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/content/hashtree.h"
#include "transport/sink/piecebook.h"
#include "transport/sink/recentwrites.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace castdeck
{

/// Tells right pieces of a content from wrong ones, in a thread of its own. A piece that is complete is
/// hashed out of what was written last; what is no longer there is read from where it was written, which the
/// system still has in memory. Only the hash is kept until the tree has come, so nothing is read again then.
/// Methods: any thread, unless it says otherwise.
class PieceVerifier
{
public:
    /// Fills @p bytes with what was written from @p offset on; called from the thread.
    using Read = std::function<Result<void>(uint64_t offset, std::span<uint8_t> bytes)>;
    /// NoSystemResources if there are no descriptors or threads left.
    static Result<std::unique_ptr<PieceVerifier>> start(uint64_t contentSize, Read read);
    ~PieceVerifier();
    PieceVerifier(const PieceVerifier &) = delete;
    PieceVerifier &operator=(const PieceVerifier &) = delete;

    /// Nothing is read any more when it returns. One thread.
    void stop();
    /// The bytes are where they belong. For WritingThread::tellWrites(), of which it has the result.
    RecentWrites::Bytes written(uint64_t offset, RecentWrites::Bytes bytes);
    /// The piece is written. Each check gets a verdict in the end, unless a later one of the same piece does.
    void check(PieceCheck check);
    /// The tree, of the content's size; the first counts.
    void expect(PieceHashes hashes);
    /// From now on @p call is called, from whatever thread, when there is nothing left to do but to wait for
    /// the tree; {}: no more, and none is under way when this returns. It must not call any of this.
    void whenTreeLacks(std::function<void()> call);
    /// There will be no tree, unless it comes all the same: what is right cannot be said.
    void giveUp(const Error &error);
    std::optional<Error> treeFailure() const;

    enum class Finding : uint8_t {
        Hashed, ///< and not known to be right yet; another verdict follows
        Right,
        Wrong,
    };
    struct Verdict {
        PieceCheck check;
        Finding finding;
    };
    /// Those that were not taken before; the error if reading failed. One thread.
    Result<std::vector<Verdict>> take();
    /// Readable when there is something to take. Whoever waits for it takes first.
    int descriptor() const { return m_news.value(); }
    /// Whether take() has something.
    bool hasNews() const { return m_hasNews; }
    bool hasTree() const;

private:
    PieceVerifier(uint64_t contentSize, Read read, Descriptor news);
    void run();
    Result<HashTree::Hash> hash(uint64_t piece, const RecentWrites::View &recent);
    void note(PieceCheck check, const HashTree::Hash &hash);
    void judgeAll();
    void sayWhatLacks();
    void fail(const Error &error);
    void tell();

    const uint64_t m_contentSize;
    const Read m_read;
    Descriptor m_news; ///< eventfd
    std::atomic<bool> m_hasNews = false;
    HashTree m_tree;              ///< the thread's, likewise the next two
    std::vector<uint8_t> m_bytes; ///< of a piece, where they do not lie together elsewhere
    std::vector<std::span<const uint8_t>> m_leaves;

    mutable std::mutex m_mutex; ///< for all that follows
    std::condition_variable m_changed;
    std::deque<PieceCheck> m_queue;
    RecentWrites m_recent;
    std::vector<HashTree::Hash> m_hashes; ///< by piece, of those that wait for the tree
    std::vector<PieceCheck> m_waiting;    ///< for the tree; of one piece the last is not out of date
    std::optional<PieceHashes> m_expected;
    std::optional<Error> m_treeFailure; ///< in its place
    std::function<void()> m_treeLacks;
    std::vector<Verdict> m_verdicts;
    std::optional<Error> m_error;
    bool m_ending = false;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace castdeck
