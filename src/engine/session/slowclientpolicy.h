// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/policies.h"
#include "transport/sending/sessionvalues.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace castdeck
{

/// Decides when the slowest client of a session has to go (multicast-transport §5.12, Choice T46). Knows no
/// sessions and sends nothing; one for each session.
///
/// The rule. Only time counts in which unsent data wait for the clients: not the time of a query, of the
/// pause at the end of a round, or in which a rate limit holds the data back. The session's rate is
/// the payload that was acknowledged over the last window of such time, per second of it. When it is below
/// the threshold for as long as the patience of such time in a row, at every look, the culprit is who was the
/// master for most of it and of the window before: others are that for a moment, after each search for one.
/// One look at or above the threshold starts the patience anew, so a dip shorter than that sends nobody away,
/// and a long good time before it does not hide a bad one. After an action everything starts anew.
class SlowClientPolicy
{
public:
    enum class Handling { None, AutoDisconnect, Multistream };
    struct Rules {
        Handling handling = Handling::None;
        uint64_t threshold = 0;                     ///< bytes per second
        int streams = 2;                            ///< of a transmission: tiers 0 … streams − 1
        bool fallback = true;                       ///< whoever is sent away may get the rest another way
        std::chrono::milliseconds window{10'000};   ///< the rate is measured over that
        std::chrono::milliseconds patience{10'000}; ///< and low for that

        friend bool operator==(const Rules &, const Rules &) = default;
    };
    enum class Action { Disconnect, Demote };
    struct Verdict {
        Action action = Action::Disconnect;
        ClientId client;
        uint64_t rate = 0;    ///< bytes per second, the session's
        bool fallback = true; ///< Disconnect: as in the rules
    };

    SlowClientPolicy() = default;
    explicit SlowClientPolicy(const Rules &rules) : m_rules(rules) {}
    const Rules &rules() const { return m_rules; }
    /// From now on. What was observed under other rules does not count.
    void setRules(const Rules &rules);

    /// To be called with every snapshot of a session of that tier.
    std::optional<Verdict> look(const SessionSnapshot &snapshot, int tier);

private:
    struct Sample {
        std::chrono::milliseconds waited;
        uint64_t acknowledged;
        ClientId master; ///< since the one before
    };
    void startAnew();
    std::optional<uint64_t> rate(const SessionSnapshot &snapshot);
    const ClientSnapshot *culprit(const SessionSnapshot &snapshot) const;
    std::optional<Verdict> verdict(const SessionSnapshot &snapshot, int tier, uint64_t rate) const;

    Rules m_rules;
    std::deque<Sample> m_samples;                        ///< of one window and the patience
    std::optional<std::chrono::milliseconds> m_lowSince; ///< on the scale of SendingCounters::waited
};

/// The rules that an administrator's policy amounts to; its threshold counts kB of 1024 bytes.
SlowClientPolicy::Rules slowClientRules(const MulticastSessionPolicy &policy,
                                        const SessionParameters &parameters);

} // namespace castdeck
