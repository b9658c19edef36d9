// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"

#include <QList>
#include <algorithm>

namespace castdeck
{

namespace
{

bool steers(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

/// Nearly every text is harmless, and tables ask for each of theirs in every frame.
template <class Replace>
QString replaced(const QString &text, Replace replace)
{
    // Half of a pair may be part of anything.
    if (std::ranges::none_of(text, [](QChar unit) { return steers(unit.unicode()); }))
        return text;
    QString clean;
    clean.reserve(text.size());
    const auto codePoints = text.toUcs4();
    for (const char32_t c : codePoints)
        clean += replace(c);
    return clean;
}

QString escape(char32_t c)
{
    QString escaped;
    const auto units = QString::fromUcs4(&c, 1);
    for (const QChar unit : units)
        escaped += QStringLiteral("\\u%1").arg(unit.unicode(), 4, 16, QLatin1Char('0'));
    return escaped;
}

} // namespace

QString printable(const QString &text)
{
    return replaced(text, [](char32_t c) {
        return steers(c) ? QString(QChar(QChar::ReplacementCharacter)) : QString::fromUcs4(&c, 1);
    });
}

QString escapedJson(const QString &json)
{
    return replaced(
        json, [](char32_t c) { return c != U'\n' && steers(c) ? escape(c) : QString::fromUcs4(&c, 1); });
}

} // namespace castdeck
