// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treestore.h"

#include "core/descriptor.h"
#include "core/replacefile.h"

#include <QDir>
#include <QFile>
#include <QtEndian>
#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr QByteArrayView Magic("castdeck tree 1\n");
constexpr qsizetype HashSize = sizeof(PieceHashes::Hash);
constexpr qsizetype HeadSize = 16 + 5 * qsizetype(sizeof(quint64));
static_assert(Magic.size() == 16);

QByteArray headOf(const ContentVersion &version)
{
    QByteArray head = Magic.toByteArray();
    for (const quint64 number : {version.device, version.inode, quint64(version.size),
                                 quint64(version.modified), quint64(version.changed)}) {
        char bytes[sizeof number];
        qToBigEndian(number, bytes);
        head.append(bytes, sizeof bytes);
    }
    return head;
}

/// The root shows what is wrong with the pieces; this shows it of the head as well, and of a tree that is a
/// good one of something else.
QByteArray sealOf(QByteArrayView bytes)
{
    const auto value = ContentDigest::of(bytes);
    return value ? QByteArray(reinterpret_cast<const char *>(value->data()), HashSize) : QByteArray();
}

/// Empty for what is not a file of ours, or not as long as it should be.
QByteArray readWhole(const QString &path, qsizetype size)
{
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat status = {};
    if (!file.isValid() || ::fstat(file.value(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_uid != ::geteuid() || status.st_size != size)
        return {};
    QByteArray bytes(size, Qt::Uninitialized);
    if (::pread(file.value(), bytes.data(), size_t(size), 0) != size)
        return {};
    constexpr timespec now[] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    ::futimens(file.value(), now); // of its use
    return bytes;
}

} // namespace

QByteArray TreeStore::toBytes(const ContentVersion &version, const PieceHashes &hashes)
{
    QByteArray bytes = headOf(version) + hashes.toBytes();
    return bytes + sealOf(bytes);
}

std::optional<PieceHashes> TreeStore::fromBytes(QByteArrayView bytes, const ContentVersion &version)
{
    if (bytes.size() < HeadSize + HashSize || bytes.first(HeadSize) != headOf(version) ||
        bytes.last(HashSize) != sealOf(bytes.chopped(HashSize)))
        return std::nullopt;
    const auto hashes =
        PieceHashes::fromBytes(bytes.sliced(HeadSize).chopped(HashSize), quint64(version.size));
    return hashes ? std::optional(*hashes) : std::nullopt;
}

QString TreeStore::path(const ContentVersion &version) const
{
    return QStringLiteral("%1/%2-%3.tree").arg(m_folder).arg(version.device, 0, 16).arg(version.inode, 0, 16);
}

std::optional<PieceHashes> TreeStore::find(const ContentVersion &version) const
{
    if (m_folder.isEmpty())
        return std::nullopt;
    const auto pieces = qsizetype(HashTree::pieceCount(quint64(version.size)));
    return fromBytes(readWhole(path(version), HeadSize + (1 + pieces + 1) * HashSize), version);
}

Result<void> TreeStore::keep(const ContentVersion &version, const PieceHashes &hashes) const
{
    if (m_folder.isEmpty())
        return {};
    if (!QDir().mkpath(m_folder) || ::chmod(QFile::encodeName(m_folder).constData(), S_IRWXU) != 0)
        return systemFailure(m_folder);
    auto kept = replaceFile(path(version), toBytes(version, hashes), FileAccess::Private);
    makeRoom();
    return kept;
}

void TreeStore::makeRoom() const
{
    QFileInfoList files =
        QDir(m_folder).entryInfoList({QStringLiteral("*.tree")}, QDir::Files | QDir::Hidden);
    std::ranges::sort(files, {}, [](const QFileInfo &file) { return file.lastModified(); });
    quint64 bytes = 0;
    for (const QFileInfo &file : std::as_const(files))
        bytes += quint64(file.size());
    auto count = files.size();
    for (const QFileInfo &file : std::as_const(files)) {
        if (bytes <= m_limits.bytes && count <= m_limits.files)
            return;
        QFile::remove(file.filePath());
        bytes -= quint64(file.size());
        --count;
    }
}

} // namespace castdeck
