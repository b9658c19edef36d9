// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/rounds.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr uint32_t SeniorityWindow = 30;            // s, multicast-application §4 step 2
constexpr int StuckRounds = 3;                      // Choice A11
constexpr std::chrono::milliseconds PauseTime{500}; // Choice A10

enum class Patience : uint8_t { Left, Lost };

BlockRanges rangesOf(const std::vector<RoundAnswer> &answers, uint32_t youngest,
                     Patience patience = Patience::Left)
{
    BlockRanges all;
    for (const RoundAnswer &answer : answers) {
        if (answer.timeInSession >= youngest && answer.givenUp == (patience == Patience::Lost))
            all.insert(all.end(), answer.ranges.begin(), answer.ranges.end());
    }
    return unionOf(std::move(all));
}

uint64_t countBlocks(const BlockRanges &ranges)
{
    uint64_t count = 0;
    for (const wire::Range &range : ranges)
        count += range.end - range.start + 1;
    return count;
}

} // namespace

BlockRanges unionOf(BlockRanges ranges)
{
    std::sort(ranges.begin(), ranges.end(),
              [](const wire::Range &a, const wire::Range &b) { return a.start < b.start; });
    BlockRanges merged;
    for (const wire::Range &range : ranges) {
        if (!merged.empty() && range.start <= merged.back().end + 1)
            merged.back().end = std::max(merged.back().end, range.end);
        else
            merged.push_back(range);
    }
    return merged;
}

BlockRanges mergeAnswers(const std::vector<RoundAnswer> &answers)
{
    uint32_t oldest = 0;
    for (const RoundAnswer &answer : answers)
        oldest = std::max(oldest, answer.senior && !answer.givenUp ? answer.timeInSession : 0);
    BlockRanges merged = rangesOf(answers, oldest > SeniorityWindow ? oldest - SeniorityWindow : 0);
    if (merged.empty())
        merged = rangesOf(answers, 0);
    return merged.empty() ? rangesOf(answers, 0, Patience::Lost) : merged;
}

void Rounds::beginQuery(Instant ends)
{
    m_state = State::Query;
    m_answers.clear();
    m_ends = ends;
}

void Rounds::addAnswer(ClientId client, const wire::ClientAnswer &answer, const Witness &witness)
{
    // A client counts from its JOIN, the server from the report that follows.
    constexpr uint32_t joiningMax = 2;
    const auto known = std::chrono::duration_cast<std::chrono::seconds>(witness.inSession).count();
    RoundAnswer &kept = m_answers[client];
    kept.timeInSession = std::min(answer.timeInSession, static_cast<uint32_t>(known) + joiningMax);
    kept.givenUp = witness.givenUp;
    kept.ranges.clear();
    for (const wire::Range range : answer.ranges)
        kept.ranges.push_back(range);
}

void Rounds::endQuery(Instant now)
{
    if (m_answers.empty()) {
        // Nobody answered in time; they are asked again.
        ++m_unanswered;
        m_state = State::Waiting;
        return;
    }
    m_unanswered = 0;
    std::vector<RoundAnswer> answers;
    std::map<ClientId, Standstill> standstills;
    for (auto &[client, answer] : m_answers) {
        const uint64_t missing = countBlocks(answer.ranges);
        const auto before = m_standstills.find(client);
        const bool noProgress = before != m_standstills.end() && missing >= before->second.missing;
        const int rounds = noProgress ? before->second.rounds + 1 : 0;
        standstills[client] = {missing, rounds};
        answer.senior = rounds < StuckRounds;
        answers.push_back(answer);
    }
    m_standstills = std::move(standstills);
    m_round = mergeAnswers(answers);
    m_next = 0;
    if (m_round.empty()) {
        // Nobody misses anything: they are given time to leave before they are asked again.
        m_state = State::Pause;
        m_ends = now + PauseTime;
        return;
    }
    m_state = State::Data;
    ++m_rounds;
}

wire::Range Rounds::take(uint64_t most)
{
    wire::Range &rest = m_round[m_next];
    const uint64_t count = std::min(most, rest.end - rest.start + 1);
    const wire::Range taken{rest.start, rest.start + count - 1};
    rest.start += count;
    if (rest.start > rest.end)
        ++m_next;
    return taken;
}

} // namespace castdeck
