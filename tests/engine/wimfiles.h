// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/patience.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

namespace castdeck::wimfiles
{

/// The exit code of wimlib-imagex, -1 if it cannot be run; what it says goes nowhere.
inline int tool(const QStringList &arguments)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(QStringLiteral("wimlib-imagex"), arguments);
    return process.waitForFinished(Patience) && process.exitStatus() == QProcess::NormalExit
               ? process.exitCode()
               : -1;
}

inline bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(bytes) == bytes.size();
}

inline QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Bytes that do not compress, the same for the same seed.
inline QByteArray noise(quint32 seed, qsizetype size)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, '\0');
    random.generate(reinterpret_cast<quint32 *>(bytes.begin()), reinterpret_cast<quint32 *>(bytes.end()));
    return bytes;
}

/// Bytes that compress to about half.
inline QByteArray bulk(int image, qsizetype size)
{
    return noise(quint32(image), size / 2).toHex();
}

/// A WIM of that many images, each of a file "number" of its own, one that all share, and one of @p size
/// bytes.
inline bool make(const QString &wim, int images, qsizetype size, const QStringList &options = {})
{
    QFile::remove(wim);
    const QString tree = wim + QStringLiteral(".tree");
    bool good = write(tree + QStringLiteral("/shared"), QByteArray(100'000, 's'));
    for (int image = 1; good && image <= images; ++image) {
        good = write(tree + QStringLiteral("/number"), QByteArray::number(image)) &&
               write(tree + QStringLiteral("/bulk"), bulk(image, size)) &&
               tool(QStringList{image == 1 ? QStringLiteral("capture") : QStringLiteral("append"), tree, wim,
                                QStringLiteral("image %1").arg(image)} +
                    (image == 1 ? options : QStringList())) == 0;
    }
    return good;
}

} // namespace castdeck::wimfiles
