// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/deviceuse.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace castdeck
{

namespace
{

/// One block device as the kernel knows it.
struct Device {
    QString folder;    ///< in sysfs
    QString name;      ///< "sda1"
    QByteArray number; ///< "8:1"
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Device deviceIn(const QString &folder)
{
    return {folder, QFileInfo(folder).fileName(), contentOf(folder + QStringLiteral("/dev")).trimmed()};
}

bool isPartition(const QString &folder)
{
    return QFile::exists(folder + QStringLiteral("/partition"));
}

/// The device, its partitions, and the disk it is a partition of.
QList<Device> familyOf(const QString &folder)
{
    QList<Device> family{deviceIn(folder)};
    const QFileInfoList inside = QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : inside) {
        if (isPartition(entry.absoluteFilePath()))
            family.append(deviceIn(entry.absoluteFilePath()));
    }
    if (isPartition(folder))
        family.append(deviceIn(QFileInfo(folder).absolutePath()));
    return family;
}

tl::unexpected<Error> inUse(const Device &device, const QString &how)
{
    return failure(ErrorCode::Busy, QStringLiteral("/dev/%1 (%2)").arg(device.name, how));
}

/// "/dev/NAME" of whatever name a device goes by; blanks come as octal numbers.
QString deviceNode(QByteArray text)
{
    text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    const QString path = QFile::decodeName(text);
    const QString resolved = QFileInfo(path).canonicalFilePath();
    return resolved.isEmpty() ? path : resolved;
}

bool isNode(const Device &device, const QByteArray &text)
{
    return text.startsWith('/') && deviceNode(text) == QStringLiteral("/dev/") + device.name;
}

Result<void> checkMounts(const QList<Device> &family, const QByteArray &mountInfo)
{
    // Number, parent, device, root, place, … - type, source, options: proc(5).
    for (const QByteArray &line : mountInfo.split('\n')) {
        const QList<QByteArray> fields = line.split(' ');
        const qsizetype dash = fields.indexOf("-");
        if (fields.size() < 5)
            continue;
        const QByteArray source = dash >= 0 ? fields.value(dash + 2) : QByteArray();
        for (const Device &device : family) {
            // Some file systems show a number of their own.
            if (fields[2] == device.number || isNode(device, source))
                return inUse(device, QStringLiteral("mounted at ") + QFile::decodeName(fields[4]));
        }
    }
    return {};
}

Result<void> checkSwaps(const QList<Device> &family, const QByteArray &swaps)
{
    for (const QByteArray &line : swaps.split('\n')) {
        for (const Device &device : family) {
            if (isNode(device, line.left(line.indexOf(' '))))
                return inUse(device, QStringLiteral("swap"));
        }
    }
    return {};
}

} // namespace

Result<void> checkUnused(unsigned majorNumber, unsigned minorNumber, const DeviceFacts &facts)
{
    const QString entry =
        QStringLiteral("%1/dev/block/%2:%3").arg(facts.sys).arg(majorNumber).arg(minorNumber);
    const QString folder = QFileInfo(entry).canonicalFilePath();
    const QByteArray mounts = contentOf(facts.proc + QStringLiteral("/self/mountinfo"));
    if (folder.isEmpty() || mounts.isEmpty())
        return failure(ErrorCode::FileFailure, folder.isEmpty() ? entry : facts.proc);
    const QList<Device> family = familyOf(folder);
    for (const Device &device : family) {
        const QStringList holders = QDir(device.folder + QStringLiteral("/holders"))
                                        .entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        if (!holders.isEmpty())
            return inUse(device, QStringLiteral("held by ") + holders.join(QLatin1String(", ")));
    }
    return checkMounts(family, mounts).and_then([&] {
        return checkSwaps(family, contentOf(facts.proc + QStringLiteral("/swaps")));
    });
}

} // namespace castdeck
