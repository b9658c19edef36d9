// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace castdeck::wds
{

// Windows has UTF-16, the wire UTF-8. What is no character on one side is U+FFFD on the other.
std::string toUtf8(std::wstring_view text);
std::wstring toUtf16(std::string_view text);

/// Units of UTF-16 that are told of a text of the server: with each escaped, all texts of a row fit a part of
/// a line. Of a longer one the beginning and "…".
inline constexpr std::size_t TextMost = 2'000;
std::string shortened(std::wstring_view text);

/// Milliseconds since 1970, UTC.
using Time = std::int64_t;
Time now();
/// "2026-03-01T08:00:00.000Z"
std::string isoText(Time time);
/// With "Z" or "+01:00" behind it, or nothing at all.
std::optional<Time> timeFromIso(const std::string &text);
/// Days since the end of 1899, which COM calls a date; UTC. Nothing for what is no time of ours: 0, NaN.
std::optional<Time> timeFromDate(double date);
double dateFromTime(Time time);

} // namespace castdeck::wds
