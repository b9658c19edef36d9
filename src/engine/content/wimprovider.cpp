// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/wimprovider.h"

#include "engine/common/logcategories.h"
#include "engine/content/wimheader.h"

#include <QCryptographicHash>
#include <algorithm>

namespace castdeck
{

namespace
{

/// Whoever asks again so soon is told what went wrong instead of having it tried again.
constexpr std::chrono::seconds failureKept{30};

/// Images have one name each: no sign, no zero in front, no other digits than these.
int imageNumber(const QString &content)
{
    const bool isNumber = !content.isEmpty() && content.size() <= 5 && content.front() != u'0' &&
                          std::ranges::all_of(content, [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isNumber ? content.toInt() : 0;
}

/// Another one for each version of the file.
QString keyOf(const ContentSource &file, int image)
{
    const ContentVersion v = file.version();
    const QByteArray version = QStringLiteral("%1 %2 %3 %4 %5")
                                   .arg(v.device)
                                   .arg(v.inode)
                                   .arg(v.size)
                                   .arg(v.modified)
                                   .arg(v.changed)
                                   .toLatin1();
    const QByteArray hash = QCryptographicHash::hash(version, QCryptographicHash::Sha256).first(16).toHex();
    return QStringLiteral("%1-%2.wim").arg(QString::fromLatin1(hash)).arg(image);
}

} // namespace

WimProvider::WimProvider(std::shared_ptr<const WimLibrary> library, ContentCache cache)
    : m_library(std::move(library)), m_cache(std::move(cache))
{
}

WimProvider::~WimProvider()
{
    *m_stopped = true;
}

Result<void> WimProvider::check(const QString &configuration) const
{
    if (!configuration.startsWith(u'/'))
        return failure(ErrorCode::InvalidNamespaceData,
                       configuration % QStringLiteral(": not an absolute path"));
    return calls().ask<void>(configuration, {}, [configuration]() -> Result<void> {
        auto file = ContentSource::fromPath(configuration);
        if (!file)
            return tl::unexpected(file.error());
        return WimHeader::read(*file).map([](const WimHeader &) {});
    });
}

void WimProvider::list(const QString &configuration,
                       const std::function<void(const Result<Offering> &)> &done) const
{
    const auto look = [configuration]() -> Result<Offering> {
        auto file = ContentSource::fromPath(configuration);
        if (!file)
            return tl::unexpected(file.error());
        return WimHeader::read(*file).map([](const WimHeader &header) {
            Offering images;
            images.more = header.imageCount > quint32(Offering::MaxContents);
            const int count = static_cast<int>(std::min<quint32>(header.imageCount, Offering::MaxContents));
            for (int image = 1; image <= count; ++image)
                images.contents.append({QString::number(image), std::nullopt});
            return images;
        });
    };
    calls().ask<Offering>(configuration, look, done);
}

Result<WimProvider::Wanted> WimProvider::find(const QString &configuration, const QString &content) const
{
    if (imageNumber(content) == 0)
        return failure(ErrorCode::ContentNotFound, content % QStringLiteral(": not the number of an image"));
    // The cache is on a disk, too.
    return calls().ask<Wanted>(configuration, content, [configuration, content, cache = m_cache] {
        return lookUp(configuration, content).map([&](Wanted wanted) {
            if (auto made = cache.find(wanted.key, wanted.name))
                wanted.made = std::make_shared<ContentSource>(std::move(*made));
            return wanted;
        });
    });
}

Result<WimProvider::Wanted> WimProvider::lookUp(const QString &configuration, const QString &content)
{
    const int image = imageNumber(content);
    auto file = ContentSource::fromPath(configuration);
    if (!file)
        return tl::unexpected(file.error());
    const auto header = WimHeader::read(*file);
    if (!header)
        return tl::unexpected(header.error());
    if (static_cast<quint32>(image) > header->imageCount)
        return failure(ErrorCode::ContentNotFound,
                       QStringLiteral("%1: it has %2 images").arg(content).arg(header->imageCount));
    return Wanted{keyOf(*file, image), configuration % u':' % content,
                  WimLibrary::Export{configuration, image, header->isSolid, -1, {}}, nullptr};
}

Result<ContentSource> WimProvider::open(const QString &configuration, const QString &content)
{
    const auto wanted = find(configuration, content);
    if (!wanted)
        return tl::unexpected(wanted.error());
    if (wanted->made)
        return std::move(*wanted->made);
    if (const auto failed = m_failures.constFind(wanted->key); failed != m_failures.constEnd()) {
        if (!failed->kept.hasExpired())
            return tl::unexpected(failed->error);
        m_failures.erase(failed);
    }
    if (!m_waiters.contains(wanted->key)) {
        const bool begins = m_worker.post([this, wanted = *wanted, library = m_library, cache = m_cache,
                                           stopped = m_stopped]() -> WorkerThread::Outcome {
            const auto made = make(*library, cache, wanted, *stopped);
            return [this, key = wanted.key, made] { finish(key, made); };
        });
        if (!begins)
            return failure(ErrorCode::NoSystemResources, wanted->name);
        m_waiters.insert(wanted->key, {});
        qCInfo(wimLog) << "exporting image" << content << "of" << configuration;
    }
    return failure(ErrorCode::Busy, wanted->name);
}

void WimProvider::whenReady(const QString &configuration, const QString &content, const Waiter &waiter)
{
    if (content.isEmpty())
        return ContentProvider::whenReady(configuration, content, waiter);
    if (calls().whenAnswered(configuration, content, waiter))
        return;
    const auto wanted = find(configuration, content);
    if (wanted && m_waiters.contains(wanted->key))
        m_waiters[wanted->key].append(waiter);
    else if (wanted || !calls().whenAnswered(configuration, content, waiter))
        QMetaObject::invokeMethod(&m_thread, waiter, Qt::QueuedConnection);
}

Result<void> WimProvider::make(const WimLibrary &library, const ContentCache &cache, Wanted wanted,
                               const std::atomic<bool> &stopped)
{
    if (cache.find(wanted.key, wanted.name)) // since it was looked for
        return {};
    // How big one image becomes shows while it is written.
    auto part = cache.begin();
    if (!part)
        return tl::unexpected(part.error());
    wanted.what.target = part->descriptor();
    wanted.what.targetName = part->path();
    const auto goOn = [&] { return !stopped && cache.makeRoom(); };
    auto exported = library.exportImage(wanted.what, goOn);
    // A source that changed on the way explains everything else that may have gone wrong.
    const auto now = lookUp(wanted.what.source, QString::number(wanted.what.image));
    if (!now || now->key != wanted.key)
        return failure(ErrorCode::ContentChanged, wanted.name);
    if (auto fits = cache.makeRoom(); !fits)
        return fits;
    if (!exported)
        return exported;
    return cache.finish(std::move(*part), wanted.key);
}

void WimProvider::finish(const QString &key, const Result<void> &made)
{
    if (made) {
        qCInfo(wimLog) << "exported" << key;
    } else {
        qCWarning(wimLog) << "not exported:" << errorName(made.error().code) << made.error().detail;
        m_failures.removeIf([](const auto &failed) { return failed->kept.hasExpired(); });
        m_failures.insert(key, {made.error(), QDeadlineTimer(failureKept)});
    }
    const QList<Waiter> waiters = m_waiters.take(key);
    for (const Waiter &waiter : waiters)
        waiter();
}

} // namespace castdeck
