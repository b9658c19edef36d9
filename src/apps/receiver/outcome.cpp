// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/outcome.h"

namespace castdeck
{

namespace
{

struct EndRow {
    ReceivingEnd::Kind end;
    Outcome::Kind kind;
    JoinExitCode exitCode;
};
constexpr EndRow Ends[] = {
    {ReceivingEnd::Kind::Complete, Outcome::Kind::Complete, JoinExitCode::Complete},
    {ReceivingEnd::Kind::Cancelled, Outcome::Kind::Cancelled, JoinExitCode::LocalFailure},
    {ReceivingEnd::Kind::KickedPolicy, Outcome::Kind::SlowClient, JoinExitCode::SlowClient},
    {ReceivingEnd::Kind::KickedFallback, Outcome::Kind::Fallback, JoinExitCode::FallbackFailed},
    {ReceivingEnd::Kind::KickedFail, Outcome::Kind::Terminated, JoinExitCode::Terminated},
    {ReceivingEnd::Kind::NoAnswer, Outcome::Kind::TimedOut, JoinExitCode::TimedOut},
    {ReceivingEnd::Kind::Inactive, Outcome::Kind::TimedOut, JoinExitCode::TimedOut},
    {ReceivingEnd::Kind::NoData, Outcome::Kind::TimedOut, JoinExitCode::TimedOut},
    {ReceivingEnd::Kind::NoBlocks, Outcome::Kind::TimedOut, JoinExitCode::TimedOut},
    {ReceivingEnd::Kind::NotOpened, Outcome::Kind::Failed, JoinExitCode::LocalFailure},
    {ReceivingEnd::Kind::Failed, Outcome::Kind::Failed, JoinExitCode::LocalFailure},
};

} // namespace

Outcome outcomeOf(const ReceivingEnd &end)
{
    if (end.kind == ReceivingEnd::Kind::Failed && end.error)
        return failed(*end.error);
    const auto row = std::ranges::find(Ends, end.kind, &EndRow::end);
    return {
        .kind = row->kind, .exitCode = row->exitCode, .by = end.by, .reason = end.reason, .error = end.error};
}

Outcome unreachable(Error error)
{
    return {.kind = Outcome::Kind::Refused, .exitCode = JoinExitCode::Unreachable, .error = std::move(error)};
}

Outcome failed(Error error)
{
    if (error.code == ErrorCode::VerificationFailed)
        return {.kind = Outcome::Kind::Corrupt,
                .exitCode = JoinExitCode::VerificationFailed,
                .error = std::move(error)};
    return {.kind = Outcome::Kind::Failed, .exitCode = JoinExitCode::LocalFailure, .error = std::move(error)};
}

Outcome notStarted(Error error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
        return outcomeOf({ReceivingEnd::Kind::Cancelled, {}, {}, {}});
    case ErrorCode::FileNotFound:
    case ErrorCode::FileAccessDenied:
    case ErrorCode::FileFailure:
    case ErrorCode::DeviceFull:
        return failed(std::move(error)); // the token, or the pinned fingerprints
    default:
        return unreachable(std::move(error));
    }
}

} // namespace castdeck
