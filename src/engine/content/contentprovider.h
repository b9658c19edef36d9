// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "core/offering.h"
#include "transport/content/contentsource.h"

#include <QObject>
#include <QString>
#include <functional>

namespace castdeck
{

/// Where the contents of a namespace come from. Lives in the engine thread; nothing it does may block on a
/// peer or on a file system, or take as long as a content is big.
class ContentProvider
{
public:
    ContentProvider() = default;
    ContentProvider(const ContentProvider &) = delete;
    ContentProvider &operator=(const ContentProvider &) = delete;
    virtual ~ContentProvider() = default;

    /// As namespaces name it: NamespaceInfo::contentProvider.
    virtual QString name() const = 0;
    /// What its configuration text is, for an administrator who chooses: "a folder …".
    virtual QString description() const = 0;
    /// Whether a namespace can be published with this configuration; the error says what is wrong with it,
    /// Busy that it is being looked at from now on.
    virtual Result<void> check(const QString &configuration) const = 0;
    /// @p content is what a stranger wrote. ContentNotFound for every name that is no content, however odd;
    /// other errors mean that it is there but cannot be had; Busy that it is being made from now on.
    virtual Result<ContentSource> open(const QString &configuration, const QString &content) = 0;

    /// What can be asked for now; @p done is told once, now or from the event loop, or never if this is
    /// destroyed before.
    virtual void list(const QString &configuration,
                      const std::function<void(const Result<Offering> &)> &done) const = 0;

    /// Whether a content is made when it is asked for, which takes long, and not before.
    virtual bool makesContents() const { return false; }

    using Waiter = std::function<void()>;
    /// Of a content that was Busy: calls @p waiter once, from the event loop, when open() may have another
    /// answer; without a content when check() may. Not at all if the provider is destroyed before.
    virtual void whenReady(const QString &configuration, const QString &content, const Waiter &waiter);

protected:
    /// Busy while the file may still be being written: whoever got it now got a part, or a mixture.
    static Result<ContentSource> onceSettled(ContentSource source);

    /// Through which every call goes that a file system may not answer: the place is the configuration, the
    /// rest the content, empty for check().
    FileSystemCalls &calls() const { return m_calls; }

private:
    mutable FileSystemCalls m_calls;
    QObject m_context; ///< of those who wait
};

} // namespace castdeck
