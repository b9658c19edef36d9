// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <algorithm>
#include <array>
#include <optional>

namespace castdeck
{

template <class Enum>
struct Word {
    Enum value;
    const char *text;
};

/// The words of an enum, for JSON, the store, logs and tests: stable and lowercase. Specialised right behind
/// the enum.
template <class Enum>
inline constexpr std::nullptr_t Words = nullptr;

template <class Enum>
concept HasWords = !std::is_same_v<decltype(Words<Enum>), const std::nullptr_t>;

/// Empty for a value that has none.
template <HasWords Enum>
QString toText(Enum value)
{
    const auto word = std::ranges::find(Words<Enum>, value, &Word<Enum>::value);
    return word == Words<Enum>.end() ? QString() : QString::fromLatin1(word->text);
}

template <HasWords Enum>
std::optional<Enum> fromText(QStringView text)
{
    const auto word = std::ranges::find_if(
        Words<Enum>, [text](const Word<Enum> &w) { return text == QLatin1String(w.text); });
    return word == Words<Enum>.end() ? std::nullopt : std::optional(word->value);
}

} // namespace castdeck
