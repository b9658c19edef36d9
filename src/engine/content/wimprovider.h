// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workerthread.h"
#include "engine/content/contentcache.h"
#include "engine/content/contentprovider.h"
#include "engine/content/wimlibrary.h"

#include <QDeadlineTimer>
#include <QHash>
#include <atomic>

namespace castdeck
{

/// The provider "WIM": the configuration is the absolute path of a WIM file, a content the number of one of
/// its images, "1", "2" …, as in the namespace names of a deployment server (management-api §3). A content is
/// a WIM of its own with this image alone. It is exported when it is asked for the first time, by a thread of
/// its own, into a cache; a source that changes is exported anew.
class WimProvider : public ContentProvider
{
public:
    WimProvider(std::shared_ptr<const WimLibrary> library, ContentCache cache);
    /// Waits a moment for the export to notice that it is not wanted any more.
    ~WimProvider() override;

    QString name() const override { return QStringLiteral("WIM"); }
    QString description() const override
    {
        return QStringLiteral("images of a WIM file; the configuration is its absolute path");
    }
    /// FileNotFound, WrongFileKind, FileAccessDenied; InvalidNamespaceData for a relative path and for what
    /// is no WIM.
    Result<void> check(const QString &configuration) const override;
    Result<ContentSource> open(const QString &configuration, const QString &content) override;
    void list(const QString &configuration,
              const std::function<void(const Result<Offering> &)> &done) const override;
    bool makesContents() const override { return true; }
    void whenReady(const QString &configuration, const QString &content, const Waiter &waiter) override;

private:
    /// One image of one version of a file.
    struct Wanted {
        QString key; ///< in the cache
        QString name;
        WimLibrary::Export what;
        std::shared_ptr<ContentSource> made; ///< if it is in the cache
    };
    struct Failure {
        Error error;
        QDeadlineTimer kept;
    };
    static Result<Wanted> lookUp(const QString &configuration, const QString &content);
    Result<Wanted> find(const QString &configuration, const QString &content) const;
    static Result<void> make(const WimLibrary &library, const ContentCache &cache, Wanted wanted,
                             const std::atomic<bool> &stopped);
    void finish(const QString &key, const Result<void> &made);

    std::shared_ptr<const WimLibrary> m_library;
    ContentCache m_cache;
    QHash<QString, QList<Waiter>> m_waiters; ///< by the key of what is being made
    QHash<QString, Failure> m_failures;      ///< by key
    std::shared_ptr<std::atomic<bool>> m_stopped = std::make_shared<std::atomic<bool>>(false);
    QObject m_thread; ///< the engine's, for what the worker has to say
    WorkerThread m_worker{std::chrono::seconds(5)};
};

} // namespace castdeck
