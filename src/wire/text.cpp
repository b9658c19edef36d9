// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/text.h"

#include <QtEndian>

namespace castdeck::wire
{

QString textFromUtf16(std::span<const uint8_t> bytes)
{
    QString text(static_cast<qsizetype>(bytes.size() / 2), Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); ++i)
        text[i] = QChar(qFromLittleEndian<quint16>(bytes.data() + 2 * i));
    replaceLoneSurrogates({reinterpret_cast<char16_t *>(text.data()), static_cast<size_t>(text.size())});
    return text;
}

QByteArray utf16FromText(QStringView text)
{
    QByteArray bytes(2 * text.size(), Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); ++i)
        qToLittleEndian<quint16>(text[i].unicode(), bytes.data() + 2 * i);
    return bytes;
}

void replaceLoneSurrogates(std::span<char16_t> units)
{
    for (size_t i = 0; i < units.size(); ++i) {
        if (!QChar::isSurrogate(units[i]))
            continue;
        const bool pair =
            QChar::isHighSurrogate(units[i]) && i + 1 < units.size() && QChar::isLowSurrogate(units[i + 1]);
        if (pair)
            ++i;
        else
            units[i] = QChar::ReplacementCharacter;
    }
}

} // namespace castdeck::wire
