// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ratelimit.h"

#include "core/texttable.h"

namespace castdeck
{

namespace
{

constexpr TextRow<RateScope> scopeTexts[] = {
    {RateScope::Server, "server"},
    {RateScope::Namespace, "namespace"},
    {RateScope::Session, "session"},
};

} // namespace

QString toText(RateScope value)
{
    return textOf(scopeTexts, value);
}

std::optional<RateScope> rateScopeFromText(QStringView text)
{
    return valueOf(scopeTexts, text);
}

} // namespace castdeck
