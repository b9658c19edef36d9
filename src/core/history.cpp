// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history.h"

#include "core/texttable.h"

namespace castdeck
{

namespace
{

constexpr TextRow<SessionOutcome> sessionOutcomes[] = {
    {SessionOutcome::Finished, "finished"},
    {SessionOutcome::Terminated, "terminated"},
    {SessionOutcome::Failed, "failed"},
};

constexpr TextRow<ClientOutcome> clientOutcomes[] = {
    {ClientOutcome::Completed, "completed"},       {ClientOutcome::Left, "left"},
    {ClientOutcome::Disconnected, "disconnected"}, {ClientOutcome::Demoted, "demoted"},
    {ClientOutcome::Vanished, "vanished"},
};

} // namespace

QString toText(SessionOutcome value)
{
    return textOf(sessionOutcomes, value);
}

QString toText(ClientOutcome value)
{
    return textOf(clientOutcomes, value);
}

std::optional<SessionOutcome> sessionOutcomeFromText(QStringView text)
{
    return valueOf(sessionOutcomes, text);
}

std::optional<ClientOutcome> clientOutcomeFromText(QStringView text)
{
    return valueOf(clientOutcomes, text);
}

} // namespace castdeck
