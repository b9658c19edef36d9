// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/castdeckdprocess.h"
#include "support/patience.h"

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <csignal>

namespace castdeck
{

/// A castdeckd on the loopback with the namespace "images", which holds "disk.img", and what it raises.
class CastRig : public QObject
{
    Q_OBJECT
public:
    /// Starts it with these lines of configuration; not started if ready() is false.
    CastRig(quint64 size, const QByteArray &configuration, const QString &fallbackUrl = {});
    ~CastRig() override;

    bool isReady() const { return m_isReady; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    const QByteArray &content() const { return m_content; }
    ServerConnection &server() { return *m_connection; }
    const Inventory &seen() const { return m_seen; }
    QList<Notice> notices(Notice::Kind kind) const;
    /// SIGTERM; the exit code.
    int stop() { return m_castdeckd.stop(); }
    /// SIGHUP.
    void hangUp() { ::kill(pid_t(m_castdeckd.process().processId()), SIGHUP); }
    /// The server ends and starts anew, with what it remembers.
    bool startAgain();
    /// What it has written into its log so far.
    QByteArray log();
    qint64 serverProcessId() { return m_castdeckd.process().processId(); }

    template <class T>
    static Result<T> wait(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
            return failure(ErrorCode::TimedOut);
        return future.result();
    }

private:
    bool start();
    QString token() const { return path(QStringLiteral("receiver.token")); }

    QTemporaryDir m_folder;
    QByteArray m_content;
    CastdeckdProcess m_castdeckd{m_folder.path()};
    QByteArray m_log;
    std::unique_ptr<ServerConnection> m_connection;
    Inventory m_seen;
    QList<Notice> m_notices;
    bool m_isReady = false;

    friend class RigReceiver;
};

/// A castjoin that gets "disk.img" of a namespace into a file of its name.
class RigReceiver
{
public:
    enum class Asks { Udp, Tls };
    RigReceiver(CastRig &rig, const QString &name, Asks asks, const QStringList &more = {},
                const QString &namespaceName = QStringLiteral("images"));
    ~RigReceiver();
    Q_DISABLE_COPY_MOVE(RigReceiver)

    /// Waits for a line of that state with at least so many bytes.
    bool reaches(const QString &state, qint64 bytes = 0);
    /// Waits for its end; −1 if it does not come or was a crash.
    int exitCode();
    /// At once, as a power cut would.
    void kill();
    qint64 processId() const { return m_process.processId(); }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// The last line of that state, or the last of all; empty if there is none.
    QJsonObject line(const QString &state);
    QJsonObject lastLine();
    /// What it wrote, or "no file".
    QByteArray written() const;
    QByteArray said();

private:
    QProcess m_process;
    QString m_output;
    QByteArray m_said;
};

} // namespace castdeck
