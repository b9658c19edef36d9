// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/protocolsettings.h"

namespace castdeck
{

namespace
{

using Parameters = SessionParameters;

constexpr quint64 Minute = 60'000;
constexpr quint64 Day = quint64{24} * 60 * Minute;

/// The number in @p text, or what was expected instead.
Result<quint64> numberIn(const QString &text, quint64 least, quint64 most, const char *unit)
{
    bool ok = false;
    const quint64 value = text.toULongLong(&ok);
    if (ok && value >= least && value <= most)
        return value;
    return failure(ErrorCode::InvalidParameter,
                   QStringLiteral("%1 to %2%3").arg(least).arg(most).arg(QLatin1String(unit)));
}

template <std::chrono::milliseconds Parameters::*Member, quint64 Least, quint64 Most>
QString milliseconds(ServerSettings &settings, const QString &text)
{
    const auto value = numberIn(text, Least, Most, " ms");
    if (!value)
        return value.error().detail;
    settings.engine.parameters.*Member = std::chrono::milliseconds(*value);
    return {};
}

template <int Parameters::*Member, quint64 Least, quint64 Most>
QString count(ServerSettings &settings, const QString &text)
{
    const auto value = numberIn(text, Least, Most, "");
    if (!value)
        return value.error().detail;
    settings.engine.parameters.*Member = static_cast<int>(*value);
    return {};
}

template <double Parameters::*Member>
QString percent(ServerSettings &settings, const QString &text)
{
    const auto value = numberIn(text, 1, 99, " %");
    if (!value)
        return value.error().detail;
    settings.engine.parameters.*Member = static_cast<double>(*value) / 100;
    return {};
}

constexpr SettingKey protocolTable[] = {
    {"inactivity-ms", milliseconds<&Parameters::inactivity, 1000, Day>, false},
    {"joinack-interval-ms", milliseconds<&Parameters::joinAckInterval, 10, Minute>, false},
    {"joinack-sends", count<&Parameters::joinAckSends, 1, 100>, false},
    {"poll-backoff-ms", milliseconds<&Parameters::pollBackOff, 0, 65'535>, false},
    {"kick-repeat-ms", milliseconds<&Parameters::kickRepeat, 100, 60 * Minute>, false},
    {"demote-repeat-ms", milliseconds<&Parameters::demoteRepeat, 50, Minute>, false},
    {"search-wait-max-ms", milliseconds<&Parameters::searchWaitMax, 10, Minute>, false},
    // Clients report by themselves after 20 s; this must stay well below.
    {"qcc-interval-ms", milliseconds<&Parameters::qccInterval, 100, 15'000>, false},
    {"dead-client-ms", milliseconds<&Parameters::deadClient, 1000, 60 * Minute>, false},
    {"dead-client-scan-ms", milliseconds<&Parameters::deadClientScan, 100, 10 * Minute>, false},
    {"spm-interval-min-ms", milliseconds<&Parameters::spmIntervalMin, 10, Minute>, false},
    {"unanswered-spms", count<&Parameters::unansweredSpms, 1, 100>, false},
    {"cleanup-interval-ms", milliseconds<&Parameters::cleanupInterval, 10, 10'000>, false},
    {"hold-time-ms", milliseconds<&Parameters::holdTime, 10, Minute>, false},
    {"repair-guard-min-ms", milliseconds<&Parameters::repairGuardMin, 1, 1000>, false},
    {"clients-per-session", count<&Parameters::clientsMax, 1, 200>, false},
    {"window-exp-max", count<&Parameters::windowExpMax, 2, 65'536>, false},
    {"window-max", count<&Parameters::windowMax, 2, 65'536>, false},
    {"window-cut-percent", percent<&Parameters::windowCut>, false},
    {"master-change-percent", percent<&Parameters::masterChange>, false},
    {"master-change-spacing-ms", milliseconds<&Parameters::masterChangeSpacing, 0, Minute>, false},
    {"linger-ms", milliseconds<&Parameters::linger, 0, 60 * Minute>, false},
    {"join-patience-ms", milliseconds<&Parameters::joinPatience, 1000, 60 * Minute>, false},
    // Whoever terminates waits half a minute for the answer, and so does the system when the server stops.
    {"termination-grace-ms", milliseconds<&Parameters::terminationGrace, 100, 20'000>, false},
    {"slow-client-window-ms", milliseconds<&Parameters::slowClientWindow, 1000, 10 * Minute>, false},
    {"slow-client-patience-ms", milliseconds<&Parameters::slowClientPatience, 1000, 10 * Minute>, false},
    {"query-slack-ms", milliseconds<&Parameters::clockSlack, 0, 10'000>, false},
};

} // namespace

std::span<const SettingKey> protocolKeys()
{
    return protocolTable;
}

} // namespace castdeck
