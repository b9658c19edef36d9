// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the hash tree of a content costs beside one plain SHA-256 over it: the same bytes in memory are hashed
// both ways in turn, and the medians are compared. First with one thread, by the time that it had of its
// core; then with as many threads as there are cores, by the clock.
//
//   benchtree [MIB] [TURNS]

#include "transport/content/hashtree.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

using namespace castdeck;

namespace
{

using Seconds = std::chrono::duration<double>;

Seconds cpuTime()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

Seconds wallTime()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

void hashPlainly(std::span<const uint8_t> content)
{
    ContentDigest digest;
    digest.add(content);
    if (!digest.finish())
        std::abort();
}

void hashAsTree(std::span<const uint8_t> content, unsigned threads)
{
    std::vector<HashTree::Hash> pieces(HashTree::pieceCount(content.size()));
    std::atomic<uint64_t> next = 0;
    const auto work = [&] {
        HashTree tree;
        for (uint64_t i = next++; i < pieces.size(); i = next++)
            pieces[i] =
                tree.piece(content.subspan(i * HashTree::PieceSize, HashTree::pieceLength(i, content.size())),
                           content.size())
                    .value();
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i)
        others.emplace_back(work);
    work();
    for (std::thread &other : others)
        other.join();
    if (!HashTree().root(std::move(pieces)))
        std::abort();
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Plain time divided by tree time.
void compare(const char *name, std::span<const uint8_t> content, int turns, unsigned threads,
             Seconds (*now)())
{
    std::vector<double> plain;
    std::vector<double> tree;
    for (int turn = 0; turn < turns; ++turn) {
        const Seconds start = now();
        hashPlainly(content);
        const Seconds middle = now();
        hashAsTree(content, threads);
        plain.push_back((middle - start).count());
        tree.push_back((now() - middle).count());
    }
    const double megabytes = double(content.size()) / 1e6;
    std::printf("%-10s plain %7.0f MB/s   tree %7.0f MB/s   ratio %.2f\n", name, megabytes / median(plain),
                megabytes / median(tree), median(plain) / median(tree));
}

} // namespace

int main(int argc, char *argv[])
{
    const size_t mebibytes = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 128;
    const int turns = argc > 2 ? std::atoi(argv[2]) : 5;
    std::vector<uint8_t> content(mebibytes << 20U);
    for (size_t i = 0; i < content.size(); ++i)
        content[i] = uint8_t(i * 2654435761U >> 13U);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    compare("1 thread", content, turns, 1, cpuTime);
    compare((std::to_string(cores) + " threads").c_str(), content, turns, cores, wallTime);
}
