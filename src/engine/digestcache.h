// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "transport/contentsource.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <compare>
#include <functional>
#include <memory>

namespace castdeck
{

/// SHA-256 over whole contents (session-initiation §4), each computed once, by a thread of its own. A file
/// that has another size or modification time than before is another content.
/// Thread: one with an event loop; no call waits for the file. The destructor waits for one read of it.
class DigestCache : public QObject
{
    Q_OBJECT
public:
    /// "sha256:" and 64 hex digits; ContentChanged if the file changed while it was read, FileFailure if it
    /// cannot be read.
    using Waiter = std::function<void(const Result<QString> &)>;

    explicit DigestCache(QObject *parent = nullptr);
    /// Whoever still waits is not called.
    ~DigestCache() override;

    /// Calls @p waiter once, always from the event loop, unless the cache is destroyed before.
    void request(const ContentSource &source, const Waiter &waiter);
    /// How many contents were read from end to end, or as far as they could be.
    int computations() const { return m_computations; }

private:
    struct Version {
        quint64 device = 0;
        quint64 inode = 0;
        qint64 size = 0;
        qint64 seconds = 0; ///< of the modification time
        qint64 nanoseconds = 0;
        friend bool operator==(const Version &, const Version &) = default;
        friend size_t qHash(const Version &v, size_t seed)
        {
            return qHashMulti(seed, v.device, v.inode, v.size, v.seconds, v.nanoseconds);
        }
    };
    void finish(const Version &version, const Result<QString> &digest);

    QHash<Version, QString> m_known;
    QHash<Version, QList<Waiter>> m_waiters;
    int m_computations = 0;
    std::shared_ptr<std::atomic<bool>> m_stopped;
    QThreadPool m_pool;
};

} // namespace castdeck
