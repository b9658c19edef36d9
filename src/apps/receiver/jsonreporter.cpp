// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/jsonreporter.h"
#include "core/untrusted.h"

#include "apps/receiver/sentences.h"
#include "transport/net/socketaddress.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <cstdio>

namespace castdeck
{

namespace
{

QString stateName(const ProgressReport &report)
{
    const ReceivingStatus &status = report.status;
    if (status.finishing)
        return QStringLiteral("finishing");
    if (status.verifying)
        return QStringLiteral("verifying");
    if (report.way == Way::Unicast)
        return QStringLiteral("unicast");
    switch (status.state) {
    case ReceivingState::Join:
        return QStringLiteral("joining");
    case ReceivingState::Regular:
        return QStringLiteral("receiving");
    case ReceivingState::Leaving:
    case ReceivingState::Ended:
        break;
    }
    return QStringLiteral("leaving");
}

qint64 number(uint64_t value)
{
    return static_cast<qint64>(value);
}

/// As far as the server says it.
void addWords(QJsonObject &line, const QString &by, const QString &reason)
{
    if (!by.isEmpty())
        line[QStringLiteral("by")] = printable(by);
    if (!reason.isEmpty())
        line[QStringLiteral("reason")] = printable(reason);
}

} // namespace

JsonReporter::JsonReporter(const ReceiverOptions &options) : m_options(options) {}

void JsonReporter::write(QJsonObject line)
{
    line[QStringLiteral("time")] = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    FILE *out = m_options.toStandardOutput() ? stderr : stdout;
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), out);
    std::fflush(out);
}

void JsonReporter::serverSeen(const QString &server, const QString &fingerprint, bool pinnedNow)
{
    write({{QStringLiteral("state"), QStringLiteral("connected")},
           {QStringLiteral("server"), server},
           {QStringLiteral("fingerprint"), fingerprint},
           {QStringLiteral("pinned"), pinnedNow}});
}

void JsonReporter::waiting(const QString &server)
{
    write({{QStringLiteral("state"), QStringLiteral("waiting")}, {QStringLiteral("server"), server}});
}

void JsonReporter::found(const SessionOffer &offer)
{
    const wire::InitiationReply &session = offer.session;
    QJsonObject line{{QStringLiteral("state"), QStringLiteral("found")},
                     {QStringLiteral("size"), number(session.contentSize)},
                     {QStringLiteral("blockSize"), number(session.blockSize)},
                     {QStringLiteral("sessionId"), number(session.sessionId)},
                     {QStringLiteral("group"), toText(session.group)},
                     {QStringLiteral("server"), toText(session.server)},
                     {QStringLiteral("authenticated"), offer.isAuthenticated()},
                     {QStringLiteral("encrypted"), offer.isEncrypted()}};
    if (offer.digest)
        line[QStringLiteral("digest")] = ContentDigest::text(*offer.digest);
    if (!offer.treePath.isEmpty())
        line[QStringLiteral("hashTree")] = true;
    if (session.contentSize == 0)
        line[QStringLiteral("warning")] = QStringLiteral("the content is empty at the server");
    write(line);
}

void JsonReporter::checking(uint64_t bytes)
{
    write({{QStringLiteral("state"), QStringLiteral("checking")}, {QStringLiteral("bytes"), number(bytes)}});
}

void JsonReporter::resumed(uint64_t bytes)
{
    write({{QStringLiteral("state"), QStringLiteral("resumed")}, {QStringLiteral("bytes"), number(bytes)}});
}

void JsonReporter::progress(const ProgressReport &report, Instant)
{
    const ReceivingCounters &counters = report.status.counters;
    write({{QStringLiteral("state"), stateName(report)},
           {QStringLiteral("percent"), report.status.percent},
           {QStringLiteral("bytes"), number(report.status.bytesWritten)},
           {QStringLiteral("size"), number(report.size)},
           {QStringLiteral("rate"), number(report.rate)},
           {QStringLiteral("master"), report.status.master},
           {QStringLiteral("dataPackets"), number(counters.dataPackets)},
           {QStringLiteral("repairPackets"), number(counters.repairPackets)},
           {QStringLiteral("duplicates"), number(counters.duplicates)},
           {QStringLiteral("rejectedPackets"), number(counters.rejectedTotal() + counters.strangers)}});
}

void JsonReporter::noData(const QString &obstacle)
{
    write({{QStringLiteral("state"), QStringLiteral("nodata")}, {QStringLiteral("message"), obstacle}});
}

void JsonReporter::slow(const QString &reason)
{
    write({{QStringLiteral("state"), QStringLiteral("slow")}, {QStringLiteral("message"), reason}});
}

void JsonReporter::damaged(uint64_t megabyte, const QStringList &sources)
{
    write({{QStringLiteral("state"), QStringLiteral("damaged")},
           {QStringLiteral("megabyte"), number(megabyte)},
           {QStringLiteral("sources"), QJsonArray::fromStringList(sources)},
           {QStringLiteral("message"), damagedSentence(megabyte, sources)}});
}

void JsonReporter::askingAgain()
{
    write({{QStringLiteral("state"), QStringLiteral("asking again")}});
}

void JsonReporter::moved(const ReceivingMove &move)
{
    QJsonObject line{{QStringLiteral("state"), QStringLiteral("moved")},
                     {QStringLiteral("sessionId"), number(move.sessionId)},
                     {QStringLiteral("group"), toText(move.group)},
                     {QStringLiteral("message"), movedSentence(move)}};
    addWords(line, move.by, move.reason);
    write(line);
}

void JsonReporter::fallingBack(const QString &url, uint64_t bytes, const Outcome &why)
{
    QJsonObject line{{QStringLiteral("state"), QStringLiteral("fallback")},
                     {QStringLiteral("url"), url},
                     {QStringLiteral("bytes"), number(bytes)},
                     {QStringLiteral("because"), toText(why.kind)}};
    if (!why.obstacle.isEmpty())
        line[QStringLiteral("message")] = why.obstacle;
    addWords(line, why.by, why.reason);
    write(line);
}

void JsonReporter::ended(const Outcome &outcome)
{
    QJsonObject line{{QStringLiteral("result"), toText(outcome.kind)},
                     {QStringLiteral("exitCode"), static_cast<int>(outcome.exitCode)},
                     {QStringLiteral("bytes"), number(outcome.bytes)},
                     {QStringLiteral("message"), sentenceFor(outcome, m_options)}};
    addWords(line, outcome.by, outcome.reason);
    if (outcome.error)
        line[QStringLiteral("error")] = QJsonObject{{QStringLiteral("code"), errorHex(outcome.error->code)},
                                                    {QStringLiteral("name"), errorName(outcome.error->code)},
                                                    {QStringLiteral("detail"), outcome.error->detail}};
    write(line);
}

} // namespace castdeck
