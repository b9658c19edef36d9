// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/fuzzymatch.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr int forLetter = 1;
constexpr int forNeighbour = 5;
constexpr int forBeginOfWord = 8;
constexpr int forBeginOfText = 4;
constexpr int forWhole = 60;      ///< at the begin of a word
constexpr int forWholeWithin = 6; ///< elsewhere
constexpr int forGap = -4;
constexpr int leastPerLetter = 3;
constexpr int perLetterLeft = 8; ///< so many that are not asked for cost one

bool beginsWord(QStringView text, qsizetype at)
{
    return at == 0 || (!text.at(at - 1).isLetterOrNumber() && text.at(at).isLetterOrNumber()) ||
           (text.at(at).isDigit() && !text.at(at - 1).isDigit());
}

} // namespace

std::optional<int> fuzzyMatch(QStringView typed, QStringView text)
{
    // What stands there as it was typed is meant before what only has the letters.
    if (const qsizetype at = text.indexOf(typed, 0, Qt::CaseInsensitive); at >= 0 && !typed.isEmpty())
        return (beginsWord(text, at) ? forWhole : forWholeWithin) +
               static_cast<int>(typed.size()) * forNeighbour + (at == 0 ? forBeginOfText : 0) -
               static_cast<int>(text.size() - typed.size()) / perLetterLeft;
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        // The begin of a word is taken if one is to come; else the next letter that is the same.
        qsizetype found = -1;
        for (qsizetype at = from; at < text.size(); ++at) {
            if (text.at(at).toCaseFolded() != letter.toCaseFolded())
                continue;
            if (found < 0)
                found = at;
            if (at == last + 1 || beginsWord(text, at)) {
                found = at;
                break;
            }
        }
        if (found < 0)
            return {};
        score += forLetter +
                 (found == last + 1 ? forNeighbour
                  : last >= 0       ? forGap
                                    : 0) +
                 (beginsWord(text, found) ? forBeginOfWord : 0) + (found == 0 ? forBeginOfText : 0);
        last = found;
        from = found + 1;
    }
    // Letters that lie about here and there are no answer.
    if (score < static_cast<int>(typed.size()) * leastPerLetter)
        return {};
    return score - static_cast<int>(text.size()) / perLetterLeft;
}

} // namespace castdeck
