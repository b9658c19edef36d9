// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>

namespace castdeck
{

/// A loop device over a file, if this machine has any to give.
class LoopDevice
{
public:
    explicit LoopDevice(const QString &file)
    {
        QProcess losetup;
        losetup.start(QStringLiteral("losetup"), {QStringLiteral("--find"), QStringLiteral("--show"), file});
        if (losetup.waitForFinished() && losetup.exitCode() == 0)
            path = QString::fromLocal8Bit(losetup.readAllStandardOutput()).trimmed();
    }
    ~LoopDevice()
    {
        if (!path.isEmpty())
            QProcess::execute(QStringLiteral("losetup"), {QStringLiteral("--detach"), path});
    }
    Q_DISABLE_COPY_MOVE(LoopDevice)

    QString path; ///< empty: there is none
};

} // namespace castdeck
