// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/applicationmessage.h"

#include <QHashFunctions>
#include <chrono>
#include <memory>
#include <span>
#include <sys/stat.h>
#include <sys/uio.h>

namespace castdeck
{

/// Which file, and which state of it: two are equal only if no byte was written in between, as far as the
/// system tells. A change that sets the modification time back shows in the time of change.
struct ContentVersion {
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; ///< nanoseconds since 1970
    qint64 changed = 0;  ///< likewise; also of name, owner and rights

    static ContentVersion of(const struct stat &status);
    /// For others to compare; letters, digits and hyphens.
    QString toText() const;
    friend bool operator==(const ContentVersion &, const ContentVersion &) = default;
    friend size_t qHash(const ContentVersion &v, size_t seed)
    {
        return qHashMulti(seed, v.device, v.inode, v.size, v.modified, v.changed);
    }
};

class WriteWatch;

/// A file that a session sends. Blocks are read straight into their place in the send buffer by one preadv
/// per burst: as few copies as a mapping has, no pages on the process's account, and a file that shrinks is a
/// short read instead of a bus error. Whatever is read is of the version that was opened, so bytes of two
/// never get mixed, whoever reads how often. (A program that has the file mapped can write without a trace;
/// only the digest of the whole shows that.) Reading is thread-safe; movable.
class ContentSource
{
public:
    /// Takes over @p descriptor, which must be a regular file open for reading; @p name is for error texts.
    static Result<ContentSource> fromDescriptor(int descriptor, QString name);
    static Result<ContentSource> fromPath(const QString &path);

    ContentSource(ContentSource &&) noexcept;
    ContentSource &operator=(ContentSource &&) noexcept;
    ~ContentSource();

    /// The same file in the same version, with a descriptor of its own.
    Result<ContentSource> duplicate() const;

    uint64_t size() const { return static_cast<uint64_t>(m_version.size); }
    const ContentVersion &version() const { return m_version; }
    const QString &name() const { return m_name; }
    int descriptor() const { return m_descriptor; }

    /// Fills the places in order with the bytes from @p offset on. ContentChanged if the file is another
    /// version by the time they are there, FileFailure if the system cannot read it; then the places hold
    /// nothing that may be used. @p places is used up by the call.
    Result<void> read(uint64_t offset, std::span<iovec> places) const;

    /// The same of what the system has in memory; false if that is not all of it. Where the system cannot
    /// tell it waits for the disk.
    Result<bool> readAtOnce(uint64_t offset, std::span<iovec> places);
    /// Whether it is of a file system that depends on another machine or program, which may stop answering.
    /// Then every call that asks it anything may take for ever, except for the destructor.
    bool mayHang() const { return m_mayHang; }

    /// From now on tells what is done to the file without writing it from what is not; of a file system of
    /// this machine. Costs a descriptor and a watch of the system, so it is for what is read for long.
    void watchWrites();
    /// ContentChanged if it is no longer the version that was opened (A12). Of a file that is watched, other
    /// rights, another owner and one name more or less are no change, as far as the system tells.
    Result<void> checkUnchanged() const;

    /// Whether it was written so lately that somebody may still be writing it, as far as its modification
    /// time and the clock of this machine tell: the next change could bear the same times. Who reads it has
    /// to wait.
    bool isFresh() const;
    /// How long after its modification time.
    static constexpr std::chrono::seconds Fresh{2};

private:
    ContentSource(int descriptor, QString name, const ContentVersion &version, bool mayHang);

    int m_descriptor = -1;
    QString m_name;
    ContentVersion m_version;
    bool m_mayHang = false;
    bool m_readsAtOnce = true;           ///< until the file system says that it cannot
    std::shared_ptr<WriteWatch> m_watch; ///< shared by duplicates; null: any change is one
};

} // namespace castdeck
