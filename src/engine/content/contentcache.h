// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/content/contentsource.h"

#include <optional>

namespace castdeck
{

/// Contents that had to be made before they can be sent, as whole files of one folder. What is there under
/// its key is finished and on the disk: it is written under another name, which goes with its writer. Several
/// programs may use the same folder. A content that somebody still reads is held by a lock on its descriptor,
/// which the descriptor's duplicates share.
/// Thread: any; a value without state of its own.
class ContentCache
{
public:
    /// @p bytesMax: of all that is there together.
    ContentCache(QString folder, uint64_t bytesMax);

    /// What is there under @p key, a file name; nothing if it still has to be made. @p name is for error
    /// texts.
    std::optional<ContentSource> find(const QString &key, const QString &name) const;

    /// A content in the making; forgotten by its destructor unless it was finished.
    class Part
    {
    public:
        Part(Part &&) noexcept = default;
        Part &operator=(Part &&) = delete;
        ~Part();
        /// Of a regular file that was empty, for reading and writing.
        int descriptor() const { return m_file.value(); }
        QString path() const { return m_path; }

    private:
        friend ContentCache;
        Part(Descriptor file, QString path) : m_file(std::move(file)), m_path(std::move(path)) {}
        Descriptor m_file;
        QString m_path;
    };
    /// Makes room for @p expected bytes, as makeRoom(). FileFailure and its kin.
    Result<Part> begin(uint64_t expected = 0) const;
    /// For @p expected more bytes than there are now: what was not asked for longest goes, and what a program
    /// left behind that was killed. DeviceFull if what is being read and written is too much by itself.
    Result<void> makeRoom(uint64_t expected = 0) const;
    /// Lets find() see it, once it is on the disk.
    Result<void> finish(Part part, const QString &key) const;

private:
    QString path(const QString &name) const { return m_folder + QLatin1Char('/') + name; }

    QString m_folder;
    uint64_t m_bytesMax;
};

} // namespace castdeck
