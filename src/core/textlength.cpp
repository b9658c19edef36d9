// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textlength.h"

namespace castdeck
{

namespace
{

constexpr char16_t cutMark = u'…';

struct Character {
    int units;
    int bytes;
};

/// The first one, as QJsonDocument writes it.
Character firstOf(QStringView text)
{
    const char16_t unit = text.front().unicode();
    switch (unit) {
    case u'"':
    case u'\\':
    case u'\b':
    case u'\f':
    case u'\n':
    case u'\r':
    case u'\t':
        return {1, 2};
    default:
        break;
    }
    if (unit < 0x20)
        return {1, 6};
    if (unit < 0x80)
        return {1, 1};
    if (unit < 0x800)
        return {1, 2};
    if (!QChar::isSurrogate(unit))
        return {1, 3};
    const bool isPair = QChar::isHighSurrogate(unit) && text.size() > 1 && text[1].isLowSurrogate();
    return isPair ? Character{2, 4} : Character{1, 6};
}

} // namespace

qsizetype jsonLength(QStringView text)
{
    qsizetype bytes = 0;
    while (!text.isEmpty()) {
        const Character first = firstOf(text);
        bytes += first.bytes;
        text = text.sliced(first.units);
    }
    return bytes;
}

QString cutToJsonLength(const QString &text, qsizetype bytes)
{
    const qsizetype room = bytes - firstOf(QStringView(&cutMark, 1)).bytes;
    qsizetype taken = 0;
    qsizetype kept = 0; // with the mark
    for (qsizetype at = 0; at < text.size();) {
        const Character next = firstOf(QStringView(text).sliced(at));
        at += next.units;
        taken += next.bytes;
        if (taken <= room)
            kept = at;
        if (taken > bytes)
            return text.first(kept) + QChar(cutMark);
    }
    return text;
}

} // namespace castdeck
