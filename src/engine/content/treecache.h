// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workerthread.h"
#include "engine/content/contenttree.h"
#include "engine/content/treestore.h"

#include <QHash>
#include <QObject>
#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace castdeck
{

/// The hash trees of the contents in use, each made once, or found in a TreeStore. A file of another
/// ContentVersion than before is another content. What somebody asks for is not held up by what is made
/// ahead, nor a device by another that does not answer: each has threads of its own. Thread: one with an
/// event loop; no call waits for a file.
class TreeCache : public QObject
{
    Q_OBJECT
public:
    /// Whether a receiver waits for it, or nobody yet.
    enum class Urgency { Asked, Ahead };
    /// The root; ContentChanged and the others of buildTree(), and NoSystemResources if there is no thread or
    /// descriptor for it.
    using Waiter = std::function<void(const Result<PieceHashes::Hash> &)>;

    explicit TreeCache(const TreeStore &store, QObject *parent = nullptr);
    /// Whoever still waits is not called, and what is in the making stays so.
    ~TreeCache() override;

    /// The tree, made from now on if it is not there. @p waiter, if any, is called once when it is settled,
    /// always from the event loop, unless the cache is destroyed before. One that failed is tried again by
    /// the next request.
    std::shared_ptr<const ContentTree> request(const ContentSource &source, Urgency urgency,
                                               const Waiter &waiter = {});
    /// What was requested before; null if it is not remembered.
    std::shared_ptr<const ContentTree> find(const ContentVersion &version) const;
    /// How many contents were read from end to end, or as far as they could be.
    int buildings() const { return *m_buildings; }

private:
    struct Entry {
        std::shared_ptr<ContentTree> tree = std::make_shared<ContentTree>();
        std::shared_ptr<std::atomic<bool>> isBegun = std::make_shared<std::atomic<bool>>(false);
        bool isAsked = false; ///< a thread for what is asked for knows of it
        bool isSettled = false;
        QList<Waiter> waiters{};
    };
    bool post(const ContentVersion &version, const Entry &entry, Urgency urgency, ContentSource source);
    void settle(const ContentVersion &version, const Result<PieceHashes::Hash> &root);
    void settleSoon(const ContentVersion &version, const Error &error);
    void forgetUnused();

    TreeStore m_store;
    QHash<ContentVersion, Entry> m_entries;
    std::shared_ptr<std::atomic<int>> m_buildings = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<bool>> m_stopped = std::make_shared<std::atomic<bool>>(false);
    std::map<std::pair<quint64, Urgency>, WorkerThread> m_workers; ///< by device
};

} // namespace castdeck
