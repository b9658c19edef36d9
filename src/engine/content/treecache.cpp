// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treecache.h"

#include "engine/common/logcategories.h"
#include "engine/content/treebuilding.h"

#include <algorithm>
#include <cstring>

namespace castdeck
{

namespace
{

/// More than that nobody uses at the same time; what is forgotten is in the store, or made again.
constexpr qsizetype EntriesMost = 1024;

PieceHashes::Hash rootOf(const QByteArray &bytes)
{
    PieceHashes::Hash root{};
    std::memcpy(root.data(), bytes.constData(), root.size());
    return root;
}

Result<PieceHashes::Hash> rootOf(const Result<QByteArray> &bytes)
{
    return bytes.map([](const QByteArray &known) { return rootOf(known); });
}

/// In a thread of its own.
Result<PieceHashes> findOrBuild(const TreeStore &store, const ContentSource &source,
                                const std::atomic<bool> &stopped, std::atomic<int> &buildings)
{
    if (auto found = store.find(source.version()))
        return std::move(*found);
    ++buildings;
    auto built = buildTree(source, treeThreads(), stopped);
    if (!built)
        return built;
    // Without it everything works, only slower after the next start.
    if (const auto kept = store.keep(source.version(), *built); !kept)
        qCWarning(engineLog) << "hash tree of" << source.name()
                             << "not kept:" << qUtf8Printable(errorName(kept.error().code))
                             << kept.error().detail;
    return built;
}

} // namespace

TreeCache::TreeCache(const TreeStore &store, QObject *parent) : QObject(parent), m_store(store) {}

TreeCache::~TreeCache()
{
    *m_stopped = true;
}

std::shared_ptr<const ContentTree> TreeCache::find(const ContentVersion &version) const
{
    const auto found = m_entries.constFind(version);
    return found == m_entries.cend() ? nullptr : found->tree;
}

std::shared_ptr<const ContentTree> TreeCache::request(const ContentSource &source, Urgency urgency,
                                                      const Waiter &waiter)
{
    const ContentVersion version = source.version();
    forgetUnused();
    const bool isNew = !m_entries.contains(version);
    Entry &entry = m_entries[version];
    const auto tree = entry.tree;
    if (entry.isSettled) {
        if (waiter)
            QMetaObject::invokeMethod(
                this, [waiter, root = rootOf(*tree->bytes())] { waiter(root); }, Qt::QueuedConnection);
        return tree;
    }
    if (waiter)
        entry.waiters.append(waiter);
    if (!isNew && (entry.isAsked || urgency == Urgency::Ahead))
        return tree;
    entry.isAsked = urgency == Urgency::Asked;
    auto file = source.duplicate();
    if (!file)
        settleSoon(version, file.error());
    else if (!post(version, entry, urgency, std::move(*file)))
        settleSoon(version, {ErrorCode::NoSystemResources, source.name()});
    return tree;
}

bool TreeCache::post(const ContentVersion &version, const Entry &entry, Urgency urgency, ContentSource source)
{
    const auto work = std::make_shared<ContentSource>(std::move(source));
    return m_workers[{version.device, urgency}].post(
        [this, version, work, tree = entry.tree, isBegun = entry.isBegun, store = m_store,
         stopped = m_stopped, buildings = m_buildings]() -> WorkerThread::Outcome {
            if (isBegun->exchange(true))
                return {}; // by the other thread of the device
            const auto hashes = findOrBuild(store, *work, *stopped, *buildings);
            if (*stopped)
                return {};
            tree->settle(hashes.map([](const PieceHashes &known) { return known.toBytes(); }));
            const auto root = hashes.map([](const PieceHashes &known) { return known.root; });
            return [this, version, root] { settle(version, root); };
        });
}

void TreeCache::settleSoon(const ContentVersion &version, const Error &error)
{
    m_entries[version].tree->settle(tl::unexpected(error));
    QMetaObject::invokeMethod(
        this, [this, version, error] { settle(version, tl::unexpected(error)); }, Qt::QueuedConnection);
}

void TreeCache::settle(const ContentVersion &version, const Result<PieceHashes::Hash> &root)
{
    const auto entry = m_entries.find(version);
    if (entry == m_entries.end())
        return;
    entry->isSettled = true;
    const QList<Waiter> waiters = std::exchange(entry->waiters, {});
    if (!root)
        m_entries.erase(entry);
    for (const Waiter &waiter : waiters)
        waiter(root);
}

void TreeCache::forgetUnused()
{
    if (m_entries.size() < EntriesMost)
        return;
    m_entries.removeIf([](const QHash<ContentVersion, Entry>::iterator &entry) {
        return entry->isSettled && entry->tree.use_count() == 1;
    });
}

} // namespace castdeck
