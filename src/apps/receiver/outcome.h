// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/exitcode.h"
#include "core/error.h"
#include "transport/receivingvalues.h"

#include <optional>

namespace castdeck
{

/// How a download ended.
struct Outcome {
    enum class Kind { Complete, Cancelled, Terminated, Fallback, SlowClient, TimedOut, Refused, Failed };
    Kind kind = Kind::Complete;
    ExitCode exitCode = ExitCode::Complete;
    QString by;     ///< as the server sent it
    QString reason; ///< as the server sent it
    std::optional<Error> error;
    uint64_t bytes = 0;   ///< written
    bool partial = false; ///< there is an unfinished file
};

/// The stable word for it in JSON.
QString toText(Outcome::Kind kind);

Outcome outcomeOf(const ReceivingEnd &end);
/// Nothing was received because the server could not be asked, or refused.
Outcome unreachable(Error error);
/// Nothing was received because of something here.
Outcome localFailure(Error error);

} // namespace castdeck
