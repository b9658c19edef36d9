// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/patience.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <csignal>
#include <sys/mount.h>
#include <sys/syscall.h>

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
                [&] { return isMounted() || m_program.state() == QProcess::NotRunning; }, Patience));
        if (isMounted())
            closeAFile(folder);
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
    /// Between two requests: whoever waits for one that the program has taken already cannot even be killed,
    /// as he could be while a share's server is away.
    void stop() const
    {
        const auto stopsIdle = [this] {
            const QByteArray before = bytesRead();
            // One that was let go on and has not run since has what it took last, and looks as if it read.
            const bool isIdle = told("stat").contains(") S ") &&
                                told("syscall").split(' ').value(0) == QByteArray::number(SYS_read);
            ::kill(pid_t(m_program.processId()), SIGSTOP);
            static_cast<void>(QTest::qWaitFor([&] { return told("stat").contains(") T "); }, Patience));
            if (before.isEmpty() || (isIdle && bytesRead() == before))
                return true;
            goOn();
            return false;
        };
        if (!QTest::qWaitFor(stopsIdle, Patience))
            qFatal("the folder's program is never idle");
    }
    void goOn() const { ::kill(pid_t(m_program.processId()), SIGCONT); }

private:
    /// The system asks the program at each file that is closed, until it has said once that it need not be
    /// asked. Whoever dies before that waits for it, and nobody can kill him.
    void closeAFile(const QString &original) const
    {
        const QString name = QStringLiteral("/to-be-closed");
        QFile file(original + name);
        QFile shown(m_place + name);
        if (!file.open(QIODevice::WriteOnly) || !shown.open(QIODevice::ReadOnly))
            qFatal("the folder shows nothing");
        shown.close();
        file.remove();
    }
    /// What the system tells of the program; empty if it does not.
    QByteArray told(const char *what) const
    {
        QFile file(QStringLiteral("/proc/%1/%2").arg(m_program.processId()).arg(QLatin1String(what)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Grows with every request that the program takes, and not by waiting for one.
    QByteArray bytesRead() const { return told("io").split('\n').value(0); }

    QString m_place;
    QProcess m_program;
};

} // namespace castdeck
