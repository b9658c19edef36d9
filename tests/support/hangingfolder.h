// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>
#include <csignal>
#include <sys/mount.h>

namespace castdeck
{

/// A folder of a file system that can be made to stop answering, as a network share whose server is away:
/// another folder, shown by a program.
class HangingFolder
{
public:
    /// Files of which nothing is kept in memory, or files as a database needs them: mapped.
    enum class Files { Direct, Mapped };
    /// Shows @p folder at @p place, an empty folder. isMounted() is false where the system does not let us.
    HangingFolder(const QString &folder, const QString &place, Files files = Files::Direct) : m_place(place)
    {
        const QString fresh = QStringLiteral("attr_timeout=0,entry_timeout=0,negative_timeout=0") +
                              (files == Files::Direct ? QStringLiteral(",direct_io") : QString());
        m_program.start(QStringLiteral("bindfs"),
                        {QStringLiteral("-f"), QStringLiteral("-o"), fresh, folder, place});
        if (m_program.waitForStarted())
            static_cast<void>(QTest::qWaitFor(
                [&] { return isMounted() || m_program.state() == QProcess::NotRunning; }, 30'000));
    }
    ~HangingFolder()
    {
        goOn();
        ::umount2(QFile::encodeName(m_place).constData(), MNT_DETACH);
        m_program.kill();
        m_program.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(HangingFolder)

    bool isMounted() const
    {
        QFile mounts(QStringLiteral("/proc/self/mounts"));
        return mounts.open(QIODevice::ReadOnly) &&
               mounts.readAll().contains(QByteArray(QFile::encodeName(m_place) + ' '));
    }
    void stop() const { ::kill(pid_t(m_program.processId()), SIGSTOP); }
    void goOn() const { ::kill(pid_t(m_program.processId()), SIGCONT); }

private:
    QString m_place;
    QProcess m_program;
};

} // namespace castdeck
