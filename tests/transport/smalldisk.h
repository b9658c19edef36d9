// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <sys/mount.h>

namespace castdeck
{

/// A file system of a kind and size, mounted for as long as this lives, if this machine lets us.
class SmallDisk
{
public:
    /// @p kind: "tmpfs", "ramfs" (which has no limit), or one of a block device, such as "ext2"; empty: none.
    /// Mounted at @p place, an empty folder, if one is given.
    SmallDisk(const QString &kind, qint64 bytes, const QString &place = {})
        : m_place(place.isEmpty() ? m_folder.path() : place)
    {
        if (kind.isEmpty()) // what is there will do
            return;
        const QByteArray bytesOfPlace = QFile::encodeName(m_place);
        if (kind == QLatin1String("tmpfs") || kind == QLatin1String("ramfs")) {
            const QByteArray options = "size=" + QByteArray::number(bytes);
            m_mounted = ::mount("castdeck", bytesOfPlace.constData(), kind.toLatin1().constData(), 0,
                                options.constData()) == 0;
            return;
        }
        QFile image(m_image.filePath(QStringLiteral("image")));
        m_mounted =
            image.open(QIODevice::WriteOnly) && image.resize(bytes) &&
            QProcess::execute(QStringLiteral("mkfs"),
                              {QStringLiteral("-q"), QStringLiteral("-t"), kind, image.fileName()}) == 0 &&
            QProcess::execute(QStringLiteral("mount"),
                              {QStringLiteral("-o"), QStringLiteral("loop"), image.fileName(), m_place}) == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(m_place).constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    bool isThere() const { return m_mounted; }
    QString path(const QString &name) const { return m_place + QLatin1Char('/') + name; }

private:
    QTemporaryDir m_image;
    QTemporaryDir m_folder;
    QString m_place;
    bool m_mounted = false;
};

} // namespace castdeck
