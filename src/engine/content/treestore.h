// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentsource.h"
#include "transport/content/hashtree.h"

namespace castdeck
{

/// Hash trees of contents, kept as small files of one folder (32 bytes a megabyte of content), so that no
/// content is read for its tree twice. A file stands for one device and inode, and holds the tree of one
/// version of that: another version takes its place. What is damaged, somebody else's, or of another version
/// is no tree. Thread: any; a value without state of its own. Every call may wait for the disk.
class TreeStore
{
public:
    struct Limits {
        quint64 bytes = quint64{256} << 20U; ///< of all files together
        int files = 4096;
    };
    /// @p folder is for its owner alone; empty: nothing is kept.
    explicit TreeStore(QString folder) : TreeStore(std::move(folder), Limits{}) {}
    TreeStore(QString folder, const Limits &limits) : m_folder(std::move(folder)), m_limits(limits) {}

    std::optional<PieceHashes> find(const ContentVersion &version) const;
    /// What was not asked for longest makes room. FileFailure and its kin.
    Result<void> keep(const ContentVersion &version, const PieceHashes &hashes) const;

    /// As in a file.
    static QByteArray toBytes(const ContentVersion &version, const PieceHashes &hashes);
    /// Nothing if it is not the tree of that version, whole and undamaged.
    static std::optional<PieceHashes> fromBytes(QByteArrayView bytes, const ContentVersion &version);

private:
    QString path(const ContentVersion &version) const;
    void makeRoom() const;

    QString m_folder;
    Limits m_limits;
};

} // namespace castdeck
