// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/exitcode.h"
#include "core/error.h"
#include "core/words.h"
#include "transport/receiving/receivingvalues.h"

#include <optional>

namespace castdeck
{

/// How a download ended.
struct Outcome {
    enum class Kind {
        Complete,
        Cancelled,
        Terminated,
        Fallback,
        SlowClient,
        TimedOut,
        Refused,
        Corrupt,
        Failed
    };
    Kind kind = Kind::Complete;
    JoinExitCode exitCode = JoinExitCode::Complete;
    QString by{};       ///< as the server sent it
    QString reason{};   ///< as the server sent it
    QString obstacle{}; ///< why multicast did not bring it, in a sentence, if that is known
    std::optional<Error> error{};
    bool otherWayTried = false; ///< error is what came of it
    uint64_t bytes = 0;         ///< written
    bool partial = false;       ///< there is an unfinished file
};

template <>
inline constexpr auto Words<Outcome::Kind> = std::to_array<Word<Outcome::Kind>>({
    {Outcome::Kind::Complete, "complete"},
    {Outcome::Kind::Cancelled, "cancelled"},
    {Outcome::Kind::Terminated, "terminated"},
    {Outcome::Kind::Fallback, "fallback"},
    {Outcome::Kind::SlowClient, "slowclient"},
    {Outcome::Kind::TimedOut, "timedout"},
    {Outcome::Kind::Refused, "refused"},
    {Outcome::Kind::Corrupt, "corrupt"},
    {Outcome::Kind::Failed, "failed"},
});

Outcome outcomeOf(const ReceivingEnd &end);
/// The server could not be asked, or refused.
Outcome unreachable(Error error);
/// Something here went wrong, or what was written is not the content.
Outcome failed(Error error);
/// Asking for the session ended with @p error: of whichever of these kinds, or because it was given up.
Outcome notStarted(Error error);

} // namespace castdeck
