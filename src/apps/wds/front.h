// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/desk.h"

namespace castdeck::wds
{

/// The answering end of the management protocol (docs/management-protocol.md), without streams, clock and
/// COM: it gets lines and outcomes, and says lines and jobs. It numbers what it tells; whatever the library
/// does, it keeps answering.
class Front
{
public:
    struct Ports {
        std::function<void(std::string)> send; ///< a line or several
        std::function<void(Job)> ask;
        std::function<bool(std::uint64_t)> takeBack; ///< whether a job had not begun
        std::function<void(bool subscribed, bool columns)> watch;
    };
    struct About {
        json row; ///< of the server
        std::string identity;
    };
    Front(About about, Ports ports, Instant time);

    void take(const std::string &line, Instant time);
    void take(Outcome outcome, Instant time);
    /// The library has been in that call for so long; or in none.
    struct Hanging {
        std::string call;
        milliseconds duration{0};
    };
    void look(const std::optional<Hanging> &hanging, Instant time);
    /// Says why it is the last.
    void end(const Failure &reason);

    /// Nothing more is to be done, and this is why; empty: the other end went.
    bool isOver() const { return m_over; }
    const std::optional<Failure> &reason() const { return m_reason; }

    /// Without a line the other end counts as gone.
    static constexpr milliseconds Silence{30'000};
    /// A call into the library that has not returned for so long hangs, and the row of the server says so.
    static constexpr milliseconds Hung{5'000};
    /// What was asked so long ago is answered for while one hangs …
    static constexpr milliseconds Patience{10'000};
    /// … and in any case, for many calls that return may take as long; less than consoles wait.
    static constexpr milliseconds PatienceInAll{25'000};
    static constexpr std::size_t JobsMost = 5'000;

private:
    struct Call {
        std::uint64_t id; ///< of the request
        std::string method;
        bool columns;
        Instant since;
    };

    void takeRequest(json request, Instant time);
    void hello(std::uint64_t id, const json &params);
    void refuse(std::uint64_t id, const Failure &failure);
    void answer(const Call &call, Outcome &outcome);
    void tell(json event);
    json serverRow() const;
    /// Tells the row of the server if what is wrong with it has changed.
    void setTrouble(std::optional<Failure> Front::*which, const std::optional<Failure> &trouble);

    About m_about;
    Ports m_ports;
    json m_row;
    Instant m_heard;
    std::uint64_t m_revision = 1;
    std::uint64_t m_number = 0;
    bool m_greeted = false;
    bool m_subscribed = false;
    bool m_over = false;
    std::optional<Failure> m_reason;
    std::map<std::uint64_t, Call> m_calls;
    std::map<std::uint64_t, std::string> m_late; ///< calls that were answered for, by their number
    // What is wrong, the weightiest first.
    std::optional<Failure> m_hanging;
    std::optional<Failure> m_unseen;
    std::optional<Failure> m_failedLate; ///< a call that was answered for failed in the end
    Instant m_failedLateAt{};
};

/// What a WDS server cannot do, in the words of "lacks".
json lacks();

} // namespace castdeck::wds
