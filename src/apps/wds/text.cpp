// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/text.h"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace castdeck::wds
{

namespace
{

constexpr char32_t replacement = 0xFFFD;
/// Days from the zero of COM's dates, 1899-12-30, to 1970.
constexpr double daysTo1970 = 25'569;
constexpr double dayMs = 86'400'000;

bool isHigh(char32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLow(char32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void append(std::string &text, char32_t c)
{
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The character that begins at @p at, which is moved behind it.
char32_t next(std::string_view text, std::size_t &at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at++);
    if (first < 0x80)
        return first;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || at + static_cast<std::size_t>(more) > text.size())
        return replacement;
    char32_t c = first & (0x3F >> more);
    for (int i = 0; i < more; ++i) {
        if ((byte(at + static_cast<std::size_t>(i)) & 0xC0) != 0x80)
            return replacement;
        c = (c << 6) | (byte(at + static_cast<std::size_t>(i)) & 0x3F);
    }
    static constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (c < least[more] || c > 0x10FFFF || isHigh(c) || isLow(c))
        return replacement;
    at += static_cast<std::size_t>(more);
    return c;
}

/// Days since 1970 of a day of the Gregorian calendar, by Howard Hinnant's days_from_civil.
std::int64_t daysOf(std::int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto ofEra = static_cast<unsigned>(year - era * 400);
    const unsigned ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146'097 + static_cast<std::int64_t>(ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear) -
           719'468;
}

struct Day {
    int year;
    int month;
    int day;
};

Day dayOf(std::int64_t days)
{
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const auto ofEra = static_cast<unsigned>(days - era * 146'097);
    const unsigned year = (ofEra - ofEra / 1'460 + ofEra / 36'524 - ofEra / 146'096) / 365;
    const unsigned ofYear = ofEra - (365 * year + year / 4 - year / 100);
    const unsigned shifted = (5 * ofYear + 2) / 153;
    const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {static_cast<int>(year) + static_cast<int>(era) * 400 + (month <= 2 ? 1 : 0),
            static_cast<int>(month), static_cast<int>(ofYear - (153 * shifted + 2) / 5 + 1)};
}

} // namespace

std::string toUtf8(std::wstring_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t unit = text[i];
        const char32_t second = i + 1 < text.size() ? text[i + 1] : 0;
        if (isHigh(unit) && isLow(second)) {
            append(result, 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00));
            ++i;
        } else {
            append(result, isHigh(unit) || isLow(unit) ? replacement : unit);
        }
    }
    return result;
}

std::wstring toUtf16(std::string_view text)
{
    std::wstring result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (c < 0x10000) {
            result += static_cast<wchar_t>(c);
        } else {
            result += static_cast<wchar_t>(0xD800 + ((c - 0x10000) >> 10));
            result += static_cast<wchar_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
    return result;
}

std::string shortened(std::wstring_view text)
{
    if (text.size() <= TextMost)
        return toUtf8(text);
    const std::size_t length = isHigh(text[TextMost - 1]) ? TextMost - 1 : TextMost;
    return toUtf8(text.substr(0, length)) + "\u2026";
}

Time now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string isoText(Time time)
{
    const auto day = static_cast<std::int64_t>(std::floor(static_cast<double>(time) / dayMs));
    const auto ms = static_cast<int>(time - day * static_cast<std::int64_t>(dayMs));
    const Day date = dayOf(day);
    char text[40] = {};
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", date.year % 10'000, date.month,
                  date.day, ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60, ms % 1'000);
    return text;
}

std::optional<Time> timeFromIso(const std::string &text)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, taken = 0;
    double second = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &taken) != 5)
        return std::nullopt;
    std::string rest = text.substr(static_cast<std::size_t>(taken));
    if (std::sscanf(rest.c_str(), ":%6lf%n", &second, &taken) == 1)
        rest = rest.substr(static_cast<std::size_t>(taken));
    int zone = 0;
    if (rest != "Z") {
        int hours = 0, minutes = 0;
        char sign = 0;
        if (std::sscanf(rest.c_str(), "%c%2d:%2d%n", &sign, &hours, &minutes, &taken) != 3 ||
            static_cast<std::size_t>(taken) != rest.size() || (sign != '+' && sign != '-'))
            return std::nullopt;
        zone = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    }
    const bool isDay = year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!isDay || hour < 0 || hour > 23 || minute < 0 || minute > 59 || !(second >= 0 && second < 61))
        return std::nullopt;
    const std::int64_t days = daysOf(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    if (dayOf(days).day != day) // the 30th of February
        return std::nullopt;
    return ((days * 24 + hour) * 60 + minute - zone) * 60'000 + std::llround(second * 1'000);
}

std::optional<Time> timeFromDate(double date)
{
    // The year 9999, where dates end.
    if (!(date > 0 && date < 2'958'466))
        return std::nullopt;
    return std::llround((date - daysTo1970) * dayMs);
}

double dateFromTime(Time time)
{
    return static_cast<double>(time) / dayMs + daysTo1970;
}

} // namespace castdeck::wds
