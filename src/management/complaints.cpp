// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/complaints.h"

#include "core/untrusted.h"

#include <QByteArrayList>

namespace castdeck
{

namespace
{

struct Phrase {
    const char *text; ///< in small letters
    ErrorCode code;
};

/// What is asked at the end of a line that has no end.
constexpr Phrase prompts[] = {
    {"yes/no", ErrorCode::HostKeyUnknown},          {"(y/n", ErrorCode::HostKeyUnknown}, // plink
    {"passphrase for", ErrorCode::LoginRefused},    {"password:", ErrorCode::LoginRefused},
    {"password for", ErrorCode::LoginRefused},      {"passcode", ErrorCode::LoginRefused},
    {"verification code", ErrorCode::LoginRefused},
};

/// What ssh, and the shell over there, say before they end.
constexpr Phrase causes[] = {
    {"host key verification failed", ErrorCode::HostKeyUnknown},
    {"host identification has changed", ErrorCode::HostKeyUnknown},
    {"permission denied (", ErrorCode::LoginRefused},
    {"too many authentication failures", ErrorCode::LoginRefused},
    {"no supported authentication methods", ErrorCode::LoginRefused},
    {"command not found", ErrorCode::CommandFailed},
    {"is not recognized as", ErrorCode::CommandFailed},
};

/// The shell's, for a program that is not there, or is none.
constexpr int notFound = 127;
constexpr int notStarted = 126;

template <size_t Count>
std::optional<ErrorCode> find(const Phrase (&phrases)[Count], const QByteArray &text)
{
    const QByteArray small = text.toLower();
    for (const Phrase &phrase : phrases) {
        if (small.contains(phrase.text))
            return phrase.code;
    }
    return std::nullopt;
}

} // namespace

void Complaints::add(const QByteArray &bytes, Instant now)
{
    if (m_minute == Instant::min() || now - m_minute > std::chrono::minutes(1)) {
        m_minute = now;
        m_thisMinute = 0;
    }
    m_thisMinute += bytes.size();
    m_isFlood |= m_thisMinute > FloodMinute;
    m_kept += bytes.right(KeptMost);
    m_kept = m_kept.right(KeptMost);
}

std::optional<ErrorCode> Complaints::promptIn(const QByteArray &waiting)
{
    return find(prompts, waiting.sliced(waiting.lastIndexOf('\n') + 1));
}

std::optional<ErrorCode> Complaints::cause(int exitCode) const
{
    const auto known = find(causes, m_kept);
    const bool isMissing = exitCode == notFound || exitCode == notStarted;
    return known || !isMissing ? known : ErrorCode::CommandFailed;
}

QString Complaints::text() const
{
    const QByteArrayList lines = m_kept.split('\n');
    for (const QByteArray &line : lines) {
        if (find(causes, line))
            return harmless(line);
    }
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        if (QString text = harmless(*line); !text.isEmpty())
            return text;
    }
    return {};
}

QString Complaints::harmless(const QByteArray &bytes)
{
    // Windows may say it in any encoding; what is no UTF-8 is shown as a sign that stands for it.
    const QString text = printable(QString::fromUtf8(bytes).trimmed());
    return text.size() <= TextMost ? text : text.left(TextMost) + QChar(0x2026);
}

} // namespace castdeck
