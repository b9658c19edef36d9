// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/workerthread.h"
#include "transport/content/contentsource.h"

#include <QHash>
#include <QObject>
#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace castdeck
{

/// SHA-256 over whole contents (session-initiation §4), each computed once. A file of another ContentVersion
/// than before is another content. Each device has a thread of its own, so that one that does not answer
/// holds up nobody else's.
/// Thread: one with an event loop; no call waits for the file.
class DigestCache : public QObject
{
    Q_OBJECT
public:
    /// "sha256:" and 64 hex digits; ContentChanged if the file changed while it was read, FileFailure if it
    /// cannot be read, NoSystemResources if there is no thread or descriptor for it.
    using Waiter = std::function<void(const Result<QString> &)>;

    explicit DigestCache(QObject *parent = nullptr);
    /// Whoever still waits is not called.
    ~DigestCache() override;

    /// Calls @p waiter once, always from the event loop, unless the cache is destroyed before.
    void request(const ContentSource &source, const Waiter &waiter);
    /// How many contents were read from end to end, or as far as they could be.
    int computations() const { return m_computations; }

private:
    void answerSoon(const Waiter &waiter, const Result<QString> &answer);
    void finish(const ContentVersion &version, const Result<QString> &digest);

    QHash<ContentVersion, QString> m_known;
    QHash<ContentVersion, QList<Waiter>> m_waiters;
    int m_computations = 0;
    std::shared_ptr<std::atomic<bool>> m_stopped;
    std::map<quint64, WorkerThread> m_workers; ///< by device
};

} // namespace castdeck
