// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "wire/applicationmessage.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace castdeck
{

using BlockRanges = std::vector<wire::Range>;

/// What one receiver said it lacks.
struct RoundAnswer {
    uint32_t timeInSession = 0; ///< s
    BlockRanges ranges;
    bool senior = true;   ///< its time in session counts when the oldest are chosen
    bool givenUp = false; ///< served when nobody else lacks anything
};

/// In order, neighbours merged.
BlockRanges unionOf(BlockRanges ranges);
/// The blocks to send for a set of answers: oldest receivers first, union, neighbours merged
/// (multicast-application §4, steps 2 to 4).
BlockRanges mergeAnswers(const std::vector<RoundAnswer> &answers);

/// Machines that start together come a moment after each other, and what one of them misses at the start
/// costs everybody a round of its own. So the first query of a crowd waits until nobody has come for a while
/// (docs/protocol.md, A06).
class Gathering
{
public:
    static constexpr std::chrono::milliseconds Quiet{20};
    static constexpr std::chrono::milliseconds Most{200}; ///< since the first was there

    /// Somebody was led here, or has joined.
    void comes(Instant now) { m_last = now; }
    /// Somebody has said that he is there.
    void isThere(Instant now)
    {
        m_first = std::min(m_first.value_or(now), now);
        m_last = now;
    }
    /// Instant::max() while nobody is there.
    Instant ends() const
    {
        return m_first ? std::min<Instant>(m_last + Quiet, *m_first + Most) : Instant::max();
    }

private:
    std::optional<Instant> m_first;
    Instant m_last{};
};

/// The rounds of the application layer: asks, collects, and walks through what is to be sent. Knows no
/// packets and sends nothing.
class Rounds
{
public:
    enum class State {
        Waiting, ///< nobody to ask, or the start rule is not met
        Query,   ///< asked; collecting answers until queryEnds()
        Data,    ///< blocks are being sent
        Pause,   ///< everybody is complete and about to leave (Choice A10)
    };
    State state() const { return m_state; }
    uint64_t roundsBegun() const { return m_rounds; }

    /// Asked at @p now; answers are awaited until @p ends.
    void beginQuery(Instant ends);
    /// What the server knows of whoever answers.
    struct Witness {
        Duration inSession; ///< what it says of its time counts no more than this
        bool givenUp = false;
    };
    void addAnswer(ClientId client, const wire::ClientAnswer &answer, const Witness &witness);
    bool hasAnswers() const { return !m_answers.empty(); }
    bool hasAnswered(ClientId client) const { return m_answers.contains(client); }
    void forget(ClientId client) { m_answers.erase(client); }
    Instant queryEnds() const { return m_ends; }
    /// So many queries in a row, up to the last one, that nobody answered.
    int unanswered() const { return m_unanswered; }

    /// Ends the query: Data with blocks to send, Pause until now + 500 ms when nobody lacks anything, or
    /// Waiting when nobody answered.
    void endQuery(Instant now);
    Instant pauseEnds() const { return m_ends; }

    /// The next blocks to send: a run of at most @p most consecutive numbers, removed from the round.
    wire::Range take(uint64_t most);
    /// What is still to be sent of the round.
    BlockRanges unsent() const { return {m_round.begin() + std::ptrdiff_t(m_next), m_round.end()}; }
    bool nothingUnsent() const { return m_next >= m_round.size(); }
    void wait() { m_state = State::Waiting; }

private:
    State m_state = State::Waiting;
    std::map<ClientId, RoundAnswer> m_answers;
    BlockRanges m_round;
    size_t m_next = 0;
    Instant m_ends{};
    uint64_t m_rounds = 0;
    int m_unanswered = 0;

    // Choice A11: a receiver that does not get on loses its seniority.
    struct Standstill {
        uint64_t missing = 0;
        int rounds = 0;
    };
    std::map<ClientId, Standstill> m_standstills;
};

} // namespace castdeck
