// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <algorithm>
#include <optional>

namespace castdeck
{

/// One row of an enum's text table. Tables are searched, not indexed, so the order of the rows is free.
template <class Enum>
struct TextRow {
    Enum value;
    const char *text;
};

template <class Enum, size_t N>
QString textOf(const TextRow<Enum> (&table)[N], Enum value)
{
    const auto row = std::ranges::find(table, value, &TextRow<Enum>::value);
    return row == std::end(table) ? QString() : QString::fromLatin1(row->text);
}

template <class Enum, size_t N>
std::optional<Enum> valueOf(const TextRow<Enum> (&table)[N], QStringView text)
{
    const auto row =
        std::ranges::find_if(table, [text](const auto &r) { return text == QLatin1String(r.text); });
    return row == std::end(table) ? std::nullopt : std::optional(row->value);
}

} // namespace castdeck
