// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/error.h"

#include <QByteArray>
#include <optional>

namespace castdeck
{

/// What a command says on its standard error, or instead of a first line: the end of it is kept, and it is
/// known for what it is where that can be told. It comes from strangers. Pure.
class Complaints
{
public:
    static constexpr qsizetype KeptMost = 4'096;      ///< bytes, of the end
    static constexpr qsizetype TextMost = 300;        ///< characters of text()
    static constexpr qsizetype FloodMinute = 1 << 20; ///< bytes

    void add(const QByteArray &bytes, Instant now);
    /// More than anybody reads came within a minute.
    bool isFlood() const { return m_isFlood; }

    /// It waits for a person who types: a password, a passphrase, or yes to a host key. @p waiting: what came
    /// and has not ended with a line.
    static std::optional<ErrorCode> promptIn(const QByteArray &waiting);
    std::optional<ErrorCode> prompt() const { return promptIn(m_kept); }
    /// What the end of the command was about, where the words are known.
    std::optional<ErrorCode> cause(int exitCode) const;
    /// The line that says what the cause is, else the last that says something; harmless and short; may be
    /// empty.
    QString text() const;
    static QString harmless(const QByteArray &bytes);

private:
    QByteArray m_kept;
    Instant m_minute = Instant::min();
    qsizetype m_thisMinute = 0;
    bool m_isFlood = false;
};

} // namespace castdeck
