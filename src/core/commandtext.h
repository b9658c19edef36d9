// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace castdeck
{

// A program and its arguments in one line, as people type it. Words are parted by spaces; "…" holds words
// together that have some, "" is an empty word, """ is the mark itself. No shell reads it.

QString commandText(const QStringList &words);
/// Whatever was typed is some command: a mark that is not closed ends with the line.
QStringList commandWords(const QString &text);

} // namespace castdeck
