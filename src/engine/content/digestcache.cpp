// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/digestcache.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <openssl/evp.h>
#include <vector>

namespace castdeck
{

namespace
{

constexpr size_t chunkSize = 1U << 20U;
/// Enough for all contents in use; a digest that is forgotten is computed again.
constexpr qsizetype knownMax = 4096;

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// Cancelled if @p stopped becomes true on the way.
Result<QString> digestOf(ContentSource &source, const std::atomic<bool> &stopped)
{
    const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
        return failure(ErrorCode::NoSystemResources, QStringLiteral("SHA-256"));
    posix_fadvise(source.descriptor(), 0, 0, POSIX_FADV_SEQUENTIAL);
    std::vector<uint8_t> chunk(chunkSize);
    for (uint64_t offset = 0; offset < source.size(); offset += chunkSize) {
        if (stopped)
            return failure(ErrorCode::Cancelled, source.name());
        iovec place{chunk.data(), std::min<size_t>(chunkSize, source.size() - offset)};
        const size_t length = place.iov_len;
        if (const auto read = source.read(offset, {&place, 1}); !read)
            return tl::unexpected(read.error());
        EVP_DigestUpdate(context.get(), chunk.data(), length);
    }
    if (const auto unchanged = source.checkUnchanged(); !unchanged)
        return tl::unexpected(unchanged.error());
    QByteArray digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int length = 0;
    EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char *>(digest.data()), &length);
    return QStringLiteral("sha256:") + QString::fromLatin1(digest.first(length).toHex());
}

} // namespace

DigestCache::DigestCache(QObject *parent)
    : QObject(parent), m_stopped(std::make_shared<std::atomic<bool>>(false))
{
}

DigestCache::~DigestCache()
{
    *m_stopped = true;
}

void DigestCache::answerSoon(const Waiter &waiter, const Result<QString> &answer)
{
    QMetaObject::invokeMethod(
        this, [waiter, answer] { waiter(answer); }, Qt::QueuedConnection);
}

void DigestCache::request(const ContentSource &source, const Waiter &waiter)
{
    auto file = source.duplicate();
    if (!file)
        return answerSoon(waiter, tl::unexpected(file.error()));
    const ContentVersion version = file->version();
    if (const auto known = m_known.constFind(version); known != m_known.constEnd())
        return answerSoon(waiter, *known);
    QList<Waiter> &waiters = m_waiters[version];
    waiters.append(waiter);
    if (waiters.size() > 1)
        return;
    const auto work = std::make_shared<ContentSource>(std::move(*file));
    // One file of a disk after the other: two at a time would only make it seek.
    const bool begins =
        m_workers[version.device].post([this, version, work, stopped = m_stopped]() -> WorkerThread::Outcome {
            const auto digest = digestOf(*work, *stopped);
            return [this, version, digest] { finish(version, digest); };
        });
    if (!begins) {
        m_waiters.remove(version);
        answerSoon(waiter, failure(ErrorCode::NoSystemResources, source.name()));
    }
}

void DigestCache::finish(const ContentVersion &version, const Result<QString> &digest)
{
    ++m_computations;
    if (m_known.size() >= knownMax)
        m_known.clear();
    if (digest)
        m_known.insert(version, *digest);
    const QList<Waiter> waiters = m_waiters.take(version);
    for (const Waiter &waiter : waiters)
        waiter(digest);
}

} // namespace castdeck
