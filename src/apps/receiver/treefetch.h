// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/unicastplace.h"
#include "transport/sink/pieceverifier.h"

#include <QThread>
#include <chrono>
#include <memory>

namespace castdeck
{

/// Gets the hash tree of a content for a verifier, in a thread of its own: the server is asked again as long
/// as it still makes it. The verifier is told in the end, also if there is none to be had.
/// Methods: one thread.
class TreeFetch
{
public:
    struct Patience {
        std::chrono::milliseconds least{20};  ///< between two questions, when all waits for the answer …
        std::chrono::milliseconds first{100}; ///< before, when it doubles …
        std::chrono::milliseconds most{1'000};
        std::chrono::milliseconds silence{10'000};     ///< for an answer to get on
        std::chrono::milliseconds failing{60'000};     ///< without an answer that can be used
        std::chrono::milliseconds unreachable{10'000}; ///< the same, if there never was an answer
        int wrong = 3;                                 ///< answers that are not the tree of anything
    };
    /// @p verifier outlives it.
    TreeFetch(const UnicastPlace &place, uint64_t contentSize, PieceVerifier &verifier,
              const Patience &patience);
    TreeFetch(const UnicastPlace &place, uint64_t contentSize, PieceVerifier &verifier)
        : TreeFetch(place, contentSize, verifier, Patience{})
    {
    }
    /// Gives up.
    ~TreeFetch();
    TreeFetch(const TreeFetch &) = delete;
    TreeFetch &operator=(const TreeFetch &) = delete;

private:
    std::unique_ptr<QThread> m_thread;
};

} // namespace castdeck
