// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/commandtext.h"

#include <algorithm>
#include <utility>

namespace castdeck
{

namespace
{

constexpr QChar Mark = u'"';
const QString OwnMark = QStringLiteral("\"\"\"");

} // namespace

QString commandText(const QStringList &words)
{
    QStringList written;
    for (QString word : words) {
        const bool isPlain = !word.isEmpty() && !word.contains(Mark) &&
                             std::none_of(word.cbegin(), word.cend(), [](QChar c) { return c.isSpace(); });
        written << (isPlain ? word : Mark + word.replace(Mark, OwnMark) + Mark);
    }
    return written.join(QLatin1Char(' '));
}

QStringList commandWords(const QString &text)
{
    QStringList words;
    QString word;
    bool hasWord = false, isHeld = false;
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text.at(at);
        const bool isOwnMark = QStringView(text).sliced(at).startsWith(OwnMark);
        at += isOwnMark ? OwnMark.size() : 1;
        if (c.isSpace() && !isHeld) {
            if (hasWord)
                words << std::exchange(word, {});
            hasWord = false;
            continue;
        }
        hasWord = true;
        if (c != Mark || isOwnMark)
            word += c;
        else
            isHeld = !isHeld;
    }
    if (hasWord)
        words << word;
    return words;
}

} // namespace castdeck
