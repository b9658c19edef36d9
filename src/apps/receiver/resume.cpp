// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/resume.h"

#include "transport/net/socketaddress.h"
#include "transport/sink/filesink.h"

#include <QDir>
#include <QFileInfo>
#include <poll.h>

namespace castdeck
{

namespace
{

bool isReadable(int descriptor)
{
    pollfd ready{descriptor, POLLIN, 0};
    return poll(&ready, 1, 0) > 0;
}

/// What holds the blocks until all are there.
QString unfinished(const ReceiverOptions &options)
{
    return options.toFile() ? FileSink::partPath(options.output)
                            : QFileInfo(options.output).canonicalFilePath();
}

/// A device has no folder of its own beside it: its journal is kept with the user's state (XDG).
QString journalPath(const ReceiverOptions &options)
{
    if (options.toFile())
        return FileSink::statePath(options.output);
    const QString home =
        qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    const QString folder = home + QStringLiteral("/castdeck");
    QDir().mkpath(folder);
    const QString name = unfinished(options).mid(1).replace(QLatin1Char('/'), QLatin1Char('-'));
    return QStringLiteral("%1/%2.state").arg(folder, name);
}

} // namespace

ContentDigest::Value identityOf(const ReceiverOptions &options, const SessionOffer &offer)
{
    if (offer.digest)
        return *offer.digest;
    // Whatever turns out to be of another content is fetched again, by the tree.
    const bool hasVersion = !offer.treePath.isEmpty() && !offer.contentVersion.isEmpty();
    const QStringList ofSession{toText(offer.session.server), toText(offer.session.group),
                                QString::number(offer.session.sessionId)};
    const QStringList facts = (hasVersion ? QStringList{offer.contentVersion} : ofSession) +
                              QStringList{options.namespaceName, options.content};
    return ContentDigest::of(facts.join(QChar(0)).toUtf8()).value_or(ContentDigest::Value{});
}

std::optional<BlockJournal> openJournal(const ReceiverOptions &options, const SessionOffer &offer)
{
    if (options.toStandardOutput())
        return std::nullopt;
    auto journal = BlockJournal::open(journalPath(options), identityOf(options, offer),
                                      {offer.session.contentSize, offer.session.blockSize});
    return journal ? std::optional(std::move(*journal)) : std::nullopt;
}

Result<void> adoptPart(const ReceiverOptions &options, BlockJournal &journal, BlockWriter &writer,
                       Reporter &reporter, int stopDescriptor)
{
    const uint64_t recorded = journal.bytesRecorded();
    if (recorded == 0)
        return {};
    reporter.checking(recorded);
    const auto checked = journal.check(
        unfinished(options), [&](uint64_t block) { writer.adopt(block); },
        [&] { return !isReadable(stopDescriptor); });
    if (!checked)
        return tl::unexpected(checked.error());
    if (!*checked)
        return failure(ErrorCode::Cancelled);
    reporter.resumed(writer.bytesWritten());
    return {};
}

} // namespace castdeck
