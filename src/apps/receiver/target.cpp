// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/target.h"

#include "apps/receiver/resume.h"
#include "transport/sink/blockdevicesink.h"
#include "transport/sink/filesink.h"
#include "transport/sink/pipesink.h"

#include <QFileInfo>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// A quarter of it is more than the largest window of a sender, so that one that slows down when three
/// quarters are full (multicast-transport §6.7) loses nothing.
constexpr size_t CacheBytes = size_t{4} * 1024 * 1024;

/// What is not there below /dev is a device that was meant otherwise, and a file there fills the memory.
bool isMissingDevice(const QString &path)
{
    const QString folder = QFileInfo(QFileInfo(path).absolutePath()).canonicalFilePath() + QLatin1Char('/');
    return folder.startsWith(QLatin1String("/dev/")) && !folder.startsWith(QLatin1String("/dev/shm/")) &&
           !QFileInfo::exists(path);
}

Result<std::unique_ptr<ContentSink>> openSink(const ReceiverOptions &options, const SessionOffer &offer)
{
    const uint64_t size = offer.session.contentSize;
    if (options.toStandardOutput()) {
        auto pipe = PipeSink::create(STDOUT_FILENO);
        if (pipe && !offer.treePath.isEmpty())
            (*pipe)->holdBack();
        return pipe;
    }
    if (options.toBlockDevice())
        return BlockDeviceSink::create(options.output, size);
    if (isMissingDevice(options.output))
        return failure(ErrorCode::FileNotFound, options.output + QStringLiteral(": there is no such device"));
    return FileSink::create(options.output, size);
}

} // namespace

Target::Target(const ReceiverOptions &options, const SessionOffer &offer)
    : m_identity(identityOf(options, offer)), m_geometry{offer.session.contentSize, offer.session.blockSize}
{
}

Result<std::unique_ptr<Target>> Target::open(const ReceiverOptions &options, const SessionOffer &offer,
                                             Reporter &reporter, int stopDescriptor)
{
    std::unique_ptr<Target> target(new Target(options, offer));
    auto sink = openSink(options, offer);
    if (!sink)
        return tl::unexpected(sink.error());
    if (offer.digest) // by the tree it is done on the way
        (*sink)->expect(*offer.digest);
    auto thread = WritingThread::start(std::move(*sink));
    if (!thread)
        return tl::unexpected(thread.error());
    target->m_sink = std::move(*thread);
    if (auto started = target->startVerifier(offer); !started)
        return tl::unexpected(started.error());
    target->m_journal = openJournal(options, offer);
    BlockJournal *const journal = target->m_journal ? &*target->m_journal : nullptr;
    auto writer = BlockWriter::create(target->m_geometry, *target->m_sink,
                                      {.limit = options.limit,
                                       .cacheBytes = CacheBytes,
                                       .journal = journal,
                                       .verifier = target->verifier(),
                                       .damaged = [&reporter](uint64_t piece, const QStringList &sources) {
                                           reporter.damaged(piece, sources);
                                       }});
    if (!writer)
        return tl::unexpected(writer.error());
    target->m_writer = std::move(*writer);
    if (journal) {
        if (auto adopted = adoptPart(options, *journal, target->writer(), reporter, stopDescriptor); !adopted)
            return tl::unexpected(adopted.error());
    }
    return target;
}

Target::~Target()
{
    if (m_verifier)
        m_verifier->stop(); // it reads from the sink
}

Result<void> Target::startVerifier(const SessionOffer &offer)
{
    if (offer.treePath.isEmpty())
        return {};
    auto verifier = PieceVerifier::start(offer.session.contentSize,
                                         [sink = m_sink.get()](uint64_t offset, std::span<uint8_t> bytes) {
                                             return sink->read(offset, bytes);
                                         });
    if (!verifier)
        return tl::unexpected(verifier.error());
    m_verifier = std::move(*verifier);
    m_sink->tellWrites([raw = m_verifier.get()](uint64_t offset, std::vector<uint8_t> bytes) {
        return raw->written(offset, std::move(bytes));
    });
    return {};
}

bool Target::fits(const ReceiverOptions &options, const SessionOffer &offer) const
{
    return m_identity == identityOf(options, offer) && m_geometry.contentSize == offer.session.contentSize &&
           m_geometry.blockSize == offer.session.blockSize;
}

void Target::discardJournal()
{
    if (m_journal)
        m_journal->discard();
}

} // namespace castdeck
