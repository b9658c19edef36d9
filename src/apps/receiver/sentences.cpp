// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/sentences.h"

#include "apps/receiver/tlsinitiation.h"
#include "core/untrusted.h"
#include "transport/net/socketaddress.h"
#include "transport/sink/filesink.h"

#include <QLocale>

namespace castdeck
{

namespace
{

struct Sentence {
    ErrorCode code;
    const char *text; ///< %1 is the error's detail
};
constexpr Sentence Sentences[] = {
    {ErrorCode::AccessDenied,
     "the server does not give this namespace to clients that do not identify themselves"},
    {ErrorCode::InvalidParameter, "the request was not understood (%1)"},
    {ErrorCode::Busy, "%1 is in use"},
    {ErrorCode::NoSystemResources, "no resources left (%1)"},
    {ErrorCode::SessionShutdownInProgress, "the session or the server is being shut down"},
    {ErrorCode::ContentNotFound, "the server has no such content in this namespace"},
    {ErrorCode::NamespaceNotFound, "the server has no such namespace"},
    {ErrorCode::ContentProviderNotFound, "the server cannot reach what provides this namespace"},
    {ErrorCode::NamespaceShutdownInProgress, "the namespace is being removed from the server"},
    {ErrorCode::TimedOut, "no answer from %1"},
    {ErrorCode::NoInterface, "no network interface fits %1"},
    {ErrorCode::AddressInUse, "the address is in use: %1"},
    {ErrorCode::NetworkFailure, "the network failed: %1"},
    {ErrorCode::FileNotFound, "not found: %1"},
    {ErrorCode::FileAccessDenied, "not allowed: %1"},
    {ErrorCode::WrongFileKind, "%1 is there and is no regular file and no block device"},
    {ErrorCode::FileFailure, "writing failed: %1"},
    {ErrorCode::DeviceFull, "no room on the device for %1"},
    {ErrorCode::ConnectionLost, "the other end went away (%1)"},
    {ErrorCode::ClientDoesNotSupportSecurityMode,
     "the server protects its packets in a way that this program does not know"},
    {ErrorCode::TransportServerUnavailable, "no server answers there (%1)"},
    {ErrorCode::IncompatibleVersion, "the server and this program do not understand each other (%1)"},
    {ErrorCode::ProtocolViolation, "what answers there does not follow the protocol (%1)"},
    {ErrorCode::NotAuthenticated,
     "the server does not accept the token; give a valid one with --token-file (%1)"},
    {ErrorCode::NotAuthorised, "the token does not allow to join sessions (%1)"},
    {ErrorCode::CertificateRefused, "the certificate of the server will not do: %1"},
    {ErrorCode::FingerprintMismatch, "this is not the server it should be: %1"},
    {ErrorCode::FolderNotAnswering, "the folder that the server has it in does not answer (%1)"},
    {ErrorCode::ContentChanged, "the server has another content under that name now (%1)"},
    {ErrorCode::VerificationFailed, "what was written is not the content of the server: %1"},
};

QString withReason(const QString &sentence, const QString &by, const QString &reason)
{
    QString text = sentence;
    if (!by.isEmpty())
        text += QStringLiteral(" by %1").arg(printable(by));
    text += reason.isEmpty() ? QStringLiteral(". No reason was given.")
                             : QStringLiteral(": %1").arg(printable(reason));
    return text;
}

QString partSentence(const Outcome &outcome, const ReceiverOptions &options)
{
    if (!outcome.partial)
        return {};
    return QStringLiteral("\nWhat was received is kept as %1.").arg(FileSink::partPath(options.output));
}

/// What became of the other way than multicast.
QString otherWaySentence(const Outcome &outcome, const ReceiverOptions &options)
{
    if (options.noFallback)
        return QStringLiteral("\nNo other way was tried (--no-fallback).");
    if (!outcome.otherWayTried || !outcome.error)
        return QStringLiteral("\nThe server knows no other way than multicast.");
    return QStringLiteral("\nThe other way failed: %1").arg(sentenceFor(*outcome.error));
}

/// Who has changed a certificate on purpose has to be told how to go on.
QString pinSentence(const Outcome &outcome, const ReceiverOptions &options)
{
    if (!outcome.error || outcome.error->code != ErrorCode::FingerprintMismatch ||
        !options.fingerprint.isEmpty())
        return {};
    return QStringLiteral("\nIf its certificate was changed on purpose, remove the server from %1.")
        .arg(TrustStore::defaultPath());
}

} // namespace

QString sentenceFor(const Error &error)
{
    const auto row = std::ranges::find(Sentences, error.code, &Sentence::code);
    const QString detail = printable(error.detail);
    const QString sentence = row == std::end(Sentences)
                                 ? detail
                                 : QString::fromLatin1(row->text).replace(QLatin1String("%1"), detail);
    return QStringLiteral("%1 [%2 %3]").arg(sentence, errorName(error.code), errorHex(error.code));
}

QString sentenceFor(const Outcome &outcome, const ReceiverOptions &options)
{
    const QString error = outcome.error ? sentenceFor(*outcome.error) : QString();
    switch (outcome.kind) {
    case Outcome::Kind::Complete:
        return QStringLiteral("complete, %1 written to %2")
                   .arg(sizeText(outcome.bytes),
                        options.toStandardOutput() ? QStringLiteral("standard output") : options.output) +
               (outcome.bytes > 0
                    ? QString()
                    : QStringLiteral("\nThe content is empty: see whether the file at the server is what "
                                     "it should be."));
    case Outcome::Kind::Cancelled:
        return QStringLiteral("cancelled.") + partSentence(outcome, options);
    case Outcome::Kind::Terminated:
        return withReason(QStringLiteral("disconnected from the session"), outcome.by, outcome.reason) +
               partSentence(outcome, options);
    case Outcome::Kind::Fallback:
        return fallbackSentence(outcome) + otherWaySentence(outcome, options) +
               partSentence(outcome, options);
    case Outcome::Kind::SlowClient:
        return withReason(QStringLiteral("too slow for the session: disconnected"), outcome.by,
                          outcome.reason) +
               partSentence(outcome, options);
    case Outcome::Kind::TimedOut:
        return (outcome.obstacle.isEmpty() ? QStringLiteral("the server fell silent.") : outcome.obstacle) +
               otherWaySentence(outcome, options) + partSentence(outcome, options);
    case Outcome::Kind::Refused:
        return QStringLiteral("%1: %2").arg(options.server, error) + pinSentence(outcome, options);
    case Outcome::Kind::Corrupt:
    case Outcome::Kind::Failed:
        break;
    }
    if (!outcome.obstacle.isEmpty())
        return outcome.obstacle + otherWaySentence(outcome, options) + partSentence(outcome, options);
    return error + partSentence(outcome, options);
}

QString fallbackSentence(const Outcome &outcome)
{
    const QString told =
        withReason(QStringLiteral("told to get the content another way"), outcome.by, outcome.reason);
    return outcome.obstacle.isEmpty() ? told : QString(told % u'\n' % outcome.obstacle);
}

QString damagedSentence(uint64_t megabyte, const QStringList &sources)
{
    return QStringLiteral("megabyte %1 is not that of the server and is fetched again; it came from %2")
        .arg(megabyte)
        .arg(printable(sources.join(QStringLiteral(" and "))));
}

QString movedSentence(const ReceivingMove &move)
{
    return withReason(
        QStringLiteral("too slow for the session: moved to a slower stream of the same content, "
                       "%1,")
            .arg(toText(move.group)),
        move.by, move.reason);
}

QString noDataSentence(const QString &group)
{
    return QStringLiteral(
               "joined, but no data seen from %1. The server hears this machine, multicast does not reach "
               "it:\n"
               "check that the switches between them forward the group (an IGMP or MLD querier where "
               "snooping\n"
               "is on), that no firewall drops UDP to it, and that --interface names the right interface.")
        .arg(group);
}

QString sizeText(uint64_t bytes)
{
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString durationText(uint64_t seconds)
{
    const auto two = [](uint64_t value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const QString tail = two(seconds % 60);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(two(seconds / 60 % 60), tail);
}

} // namespace castdeck
