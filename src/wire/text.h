// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <span>

namespace castdeck::wire
{

// Text as the packets carry it: UTF-16LE, whatever the byte order of the machine.

/// As is, without looking for a zero unit; a stray last byte is left out. Undecodable units become U+FFFD.
QString textFromUtf16(std::span<const uint8_t> bytes);
/// Without a zero unit at the end.
QByteArray utf16FromText(QStringView text);

/// Puts U+FFFD in place of every half of a surrogate pair that has lost its other half.
void replaceLoneSurrogates(std::span<char16_t> units);

} // namespace castdeck::wire
