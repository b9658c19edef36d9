// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/csvcell.h"

#include <algorithm>

namespace castdeck
{

namespace
{

/// Also in the full width of East Asian scripts, which spreadsheets take for the same.
bool beginsFormula(QChar character)
{
    static const QString all = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    return all.contains(character);
}

bool isPlainNumber(const QString &text)
{
    bool isNumber = false;
    text.toDouble(&isNumber);
    return isNumber && text.at(text.size() - 1).isDigit(); // neither white space nor "-inf"
}

} // namespace

QString csvCell(QString text)
{
    const auto first = std::ranges::find_if(text, [](QChar character) {
        return character != QLatin1Char(' ') && character != QLatin1Char('"') &&
               character != QLatin1Char('\'');
    });
    const bool isFormula = first != text.end() && beginsFormula(*first) && !isPlainNumber(text);
    if (isFormula)
        text.prepend(QLatin1Char('\''));
    const bool needsQuotes = std::ranges::any_of(
        text, [](QChar character) { return QStringLiteral(",\"\r\n").contains(character); });
    if (!needsQuotes)
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

} // namespace castdeck
