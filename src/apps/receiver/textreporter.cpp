// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/textreporter.h"
#include "core/untrusted.h"

#include "apps/receiver/sentences.h"
#include "transport/net/socketaddress.h"

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace castdeck
{

namespace
{

/// Between lines where there is no bar.
constexpr std::chrono::seconds LineInterval(10);

int terminalWidth()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

QString stateText(const ReceivingStatus &status)
{
    if (status.state == ReceivingState::Join)
        return QStringLiteral("joining");
    if (status.verifying)
        return QStringLiteral("verifying");
    return status.finishing ? QStringLiteral("writing to the device") : QString();
}

} // namespace

QString progressLine(const ProgressReport &report, int width)
{
    const uint64_t written = report.status.bytesWritten;
    QString facts = QStringLiteral(" %1 %  %2 of %3  %4/s")
                        .arg(int(report.status.percent), 3)
                        .arg(sizeText(written), sizeText(report.size), sizeText(report.rate));
    if (const QString state = stateText(report.status); !state.isEmpty())
        facts += QStringLiteral("  ") + state;
    else if (report.rate > 0 && written < report.size)
        facts += QStringLiteral("  %1 left").arg(durationText((report.size - written) / report.rate));
    const qsizetype cells = std::min<qsizetype>(width - facts.size() - 3, 40);
    if (cells < 5)
        return facts.trimmed().left(width - 1);
    const qsizetype full = cells * report.status.percent / 100;
    return QLatin1Char('[') + QString(full, QLatin1Char('#')) + QString(cells - full, QLatin1Char('.')) +
           QLatin1Char(']') + facts;
}

TextReporter::TextReporter(const ReceiverOptions &options)
    : m_options(options), m_terminal(isatty(STDERR_FILENO))
{
}

void TextReporter::say(const QString &text)
{
    const QByteArray bytes = text.toLocal8Bit();
    std::fprintf(stderr, "%scastjoin: %s\n", m_barShown ? "\r\033[K" : "", bytes.constData());
    m_barShown = false;
}

void TextReporter::serverSeen(const QString &server, const QString &fingerprint, bool pinnedNow)
{
    if (pinnedNow)
        say(QStringLiteral("%1 is met for the first time and will be recognised by\n%2")
                .arg(server, fingerprint));
}

void TextReporter::waiting(const QString &server)
{
    if (!std::exchange(m_waitingTold, true))
        say(QStringLiteral("%1 is preparing the content, which takes its time for a large one; waiting")
                .arg(server));
}

void TextReporter::found(const SessionOffer &offer)
{
    const wire::InitiationReply &session = offer.session;
    if (session.contentSize == 0) {
        say(QStringLiteral("warning: the content is empty at the server, 0 bytes"));
        return;
    }
    say(QStringLiteral("%1, joining %2 of %3%4")
            .arg(sizeText(session.contentSize), toText(session.group), toText(session.server),
                 offer.isAuthenticated() ? QString() : QStringLiteral(" (packets are not authenticated)")));
}

void TextReporter::checking(uint64_t bytes)
{
    say(QStringLiteral("checking %1 of an earlier start").arg(sizeText(bytes)));
}

void TextReporter::resumed(uint64_t bytes)
{
    say(QStringLiteral("going on from %1").arg(sizeText(bytes)));
}

void TextReporter::progress(const ProgressReport &report, Instant now)
{
    if (m_terminal) {
        const QByteArray line = progressLine(report, terminalWidth()).toLocal8Bit();
        std::fprintf(stderr, "\r%s\033[K", line.constData());
        std::fflush(stderr);
        m_barShown = true;
    } else if (now >= m_nextLine && report.status.state != ReceivingState::Join) {
        say(progressLine(report, 0x7FFF).section(QLatin1Char(']'), 1).trimmed());
        m_nextLine = now + LineInterval;
    }
}

void TextReporter::noData(const QString &obstacle)
{
    say(obstacle);
    m_obstacleTold = true;
}

void TextReporter::slow(const QString &reason)
{
    say(reason);
}

void TextReporter::damaged(uint64_t megabyte, const QStringList &sources)
{
    say(damagedSentence(megabyte, sources));
}

void TextReporter::askingAgain()
{
    say(QStringLiteral("the server fell silent; asking it again"));
}

void TextReporter::moved(const ReceivingMove &move)
{
    say(movedSentence(move));
}

void TextReporter::fallingBack(const QString &url, uint64_t bytes, const Outcome &why)
{
    if (why.kind == Outcome::Kind::Fallback)
        say(fallbackSentence(why));
    else if (!why.obstacle.isEmpty() && !std::exchange(m_obstacleTold, true))
        say(why.obstacle);
    say(QStringLiteral("getting the remaining %1 by unicast from %2").arg(sizeText(bytes), printable(url)));
}

void TextReporter::ended(const Outcome &outcome)
{
    say(sentenceFor(outcome, m_options));
}

} // namespace castdeck
