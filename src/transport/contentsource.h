// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/applicationmessage.h"

#include <span>
#include <sys/stat.h>
#include <sys/uio.h>

namespace castdeck
{

/// A file that a session sends. Blocks are read straight into their place in the send buffer by one preadv
/// per burst: as few copies as a mapping has, no pages on the process's account, and a file that shrinks is a
/// short read instead of a bus error. Not thread-safe; movable.
class ContentSource
{
public:
    /// Takes over @p descriptor, which must be a regular file open for reading; @p name is for error texts.
    static Result<ContentSource> fromDescriptor(int descriptor, QString name);
    static Result<ContentSource> fromPath(const QString &path);

    ContentSource(ContentSource &&) noexcept;
    ContentSource &operator=(ContentSource &&) noexcept;
    ~ContentSource();

    uint64_t size() const { return static_cast<uint64_t>(m_stat.st_size); }
    const QString &name() const { return m_name; }
    int descriptor() const { return m_descriptor; }

    /// Fills the places in order with the bytes from @p offset on. ContentChanged if the file is shorter now,
    /// FileFailure if the system cannot read it. @p places is used up by the call.
    Result<void> read(uint64_t offset, std::span<iovec> places);

    /// ContentChanged if size, modification time or identity are no longer what they were when it was opened
    /// (A12).
    Result<void> checkUnchanged() const;

private:
    ContentSource(int descriptor, QString name, const struct stat &status);

    int m_descriptor = -1;
    QString m_name;
    struct stat m_stat {
    };
};

} // namespace castdeck
