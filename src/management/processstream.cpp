// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/processstream.h"

#include "management/leavetothread.h"

#include <QPointer>
#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Of what is said instead of a first line.
constexpr qsizetype chatterMost = 512;
/// Between the end of its streams and its own, and the other way round: what it said last may be on the way.
constexpr std::chrono::milliseconds lastMoment{1'000};

/// Its own streams are the socket, and no terminal is its own: what cannot ask must say so.
void enterChild(int socket)
{
    ::setsid();
    ::dup2(socket, STDIN_FILENO);
    ::dup2(socket, STDOUT_FILENO);
}

/// All that it has started as well, unless they went away from it.
void signalGroup(const QProcess &process, int signal)
{
    if (const auto id = pid_t(process.processId()); id > 0)
        ::kill(-id, signal);
}

/// Lets a command, which belongs to nobody any more but the thread, take what was written and end; if it does
/// not, it is told to, and then made to. (The destructor of QProcess would wait for it.)
class Farewell : public QObject
{
public:
    Farewell(std::unique_ptr<QProcess> process, std::unique_ptr<QLocalSocket> socket,
             std::chrono::milliseconds linger)
        : QObject(QAbstractEventDispatcher::instance())
        , m_socket(std::move(socket))
        , m_process(process.release())
    {
        m_process->disconnect();
        m_process->setParent(this);
        m_socket->disconnect();
        m_socket->setReadBufferSize(0);
        connect(m_process, &QProcess::finished, this, &QObject::deleteLater);
        connect(m_process, &QProcess::errorOccurred, this, &Farewell::look);
        connect(m_process, &QProcess::readyReadStandardError, this,
                [this] { m_process->readAllStandardError(); });
        connect(m_socket.get(), &QIODevice::readyRead, this, [this] { m_socket->readAll(); });
        connect(m_socket.get(), &QIODevice::bytesWritten, this, &Farewell::sayEnd);
        QTimer::singleShot(linger, this, [this] {
            m_socket->abort();
            signalGroup(*m_process, SIGTERM);
        });
        QTimer::singleShot(2 * linger, this, [this] { signalGroup(*m_process, SIGKILL); });
        sayEnd();
        look();
    }
    /// The thread is at its end, or it has ended.
    ~Farewell() override
    {
        m_process->disconnect();
        if (m_process->state() == QProcess::NotRunning)
            return;
        signalGroup(*m_process, SIGKILL);
        m_process->waitForFinished(1'000);
    }

private:
    void look()
    {
        if (m_process->state() == QProcess::NotRunning)
            deleteLater();
    }
    void sayEnd()
    {
        if (m_socket->bytesToWrite() == 0 && m_socket->state() == QLocalSocket::ConnectedState)
            ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
    }

    std::unique_ptr<QLocalSocket> m_socket;
    QProcess *m_process;
};

} // namespace

ProcessStream::ProcessStream(StreamCommand command, std::chrono::milliseconds patience)
    : m_command(std::move(command))
    , m_socket(std::make_unique<QLocalSocket>())
    , m_process(std::make_unique<QProcess>())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    m_last.setSingleShot(true);
    m_last.setInterval(lastMoment);
    connect(&m_patience, &QTimer::timeout, this, [this] { Q_EMIT ended({ErrorCode::TimedOut, exitText()}); });
    connect(&m_last, &QTimer::timeout, this, &ProcessStream::finish);
}

ProcessStream::~ProcessStream() = default;

void ProcessStream::start()
{
    int ends[2] = {-1, -1};
    const bool isPair = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
    if (!isPair || !m_socket->setSocketDescriptor(ends[0])) {
        const Error error = systemError(errno, m_command.name, ErrorCode::NoSystemResources);
        if (isPair) {
            ::close(ends[0]);
            ::close(ends[1]);
        }
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT ended(error); }, Qt::QueuedConnection);
        return;
    }
    connect(m_socket.get(), &QIODevice::readyRead, this, &ProcessStream::takeOutput);
    connect(m_socket.get(), &QIODevice::bytesWritten, this, &ByteStream::written);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &ProcessStream::takeEndOfOutput);
    connect(m_process.get(), &QProcess::errorOccurred, this, &ProcessStream::takeStartFailure,
            Qt::QueuedConnection);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &ProcessStream::takeComplaint);
    connect(m_process.get(), &QProcess::finished, this, &ProcessStream::takeExit);
    connect(m_process.get(), &QProcess::started, this, &ByteStream::opened, Qt::QueuedConnection);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("never"));
    m_process->setProcessEnvironment(environment);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setChildProcessModifier([socket = ends[1]] { enterChild(socket); });
    m_process->setProgram(m_command.program);
    m_process->setArguments(m_command.arguments);
    m_patience.start();
    m_process->start();
    ::close(ends[1]);
}

qsizetype ProcessStream::available() const
{
    return m_hasBegun ? m_socket->bytesAvailable() : 0;
}

void ProcessStream::takeStartFailure(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart && !std::exchange(m_hasFailed, true))
        Q_EMIT ended(
            {ErrorCode::CommandFailed, m_command.name + QStringLiteral(": ") + m_process->errorString()});
}

void ProcessStream::takeOutput()
{
    if (m_last.isActive())
        m_last.start();
    if (lookAtBeginning())
        Q_EMIT arrived();
}

/// Each message begins with a brace: what begins otherwise is said by somebody else.
bool ProcessStream::lookAtBeginning()
{
    if (m_hasBegun)
        return true;
    const QByteArray head = m_socket->peek(chatterMost);
    if (head.isEmpty() || m_hasFailed)
        return false;
    m_hasBegun = head.startsWith('{');
    if (m_hasBegun) {
        m_patience.stop();
        return true;
    }
    const auto prompt = Complaints::promptIn(head);
    const bool isAll = head.contains('\n') || head.size() >= chatterMost || m_isOver;
    if (!prompt && !isAll)
        return false;
    m_hasFailed = true;
    const QString said = Complaints::harmless(head.trimmed().split('\n').first());
    Q_EMIT ended({prompt.value_or(ErrorCode::CommandFailed),
                  m_command.name + QStringLiteral(": \u201c") + said + QStringLiteral("\u201d")});
    return false;
}

void ProcessStream::takeComplaint()
{
    m_complaints.add(m_process->readAllStandardError(), monotonicNow());
    const auto prompt = m_hasBegun ? std::nullopt : m_complaints.prompt();
    if (m_hasFailed || !(prompt || m_complaints.isFlood()))
        return;
    m_hasFailed = true;
    const QString flood =
        QStringLiteral("more than %1 bytes a minute of complaints: ").arg(Complaints::FloodMinute);
    Q_EMIT ended(
        {prompt.value_or(ErrorCode::CommandFailed),
         m_command.name + QStringLiteral(": ") + (prompt ? QString() : flood) + m_complaints.text()});
}

void ProcessStream::takeEndOfOutput()
{
    if (m_process->state() == QProcess::NotRunning)
        finish();
    else
        m_last.start(); // to say how it ends, and why
}

void ProcessStream::takeExit()
{
    if (m_socket->state() == QLocalSocket::UnconnectedState)
        finish();
    else
        m_last.start(); // for the last lines; what it left behind may hold the streams for ever
}

void ProcessStream::finish()
{
    if (m_hasFailed)
        return;
    m_last.stop();
    m_isOver = true;
    const QPointer<ProcessStream> self(this);
    takeComplaint();
    if (!self || m_hasFailed || (m_socket->bytesAvailable() > 0 && !lookAtBeginning()))
        return;
    m_hasFailed = true;
    const bool hasExited = m_process->state() == QProcess::NotRunning;
    const int code = hasExited && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : 0;
    const ErrorCode otherwise =
        m_hasBegun ? ErrorCode::ConnectionLost : ErrorCode::TransportServerUnavailable;
    Q_EMIT ended({m_hasBegun ? otherwise : m_complaints.cause(code).value_or(otherwise), exitText()});
}

/// Of what it did last.
QString ProcessStream::exitText() const
{
    QString text = m_command.name;
    if (m_process->state() != QProcess::NotRunning)
        text += QStringLiteral(": nothing comes from it");
    else if (m_process->exitStatus() == QProcess::CrashExit)
        text += QStringLiteral(": it crashed or was killed");
    else
        text += QStringLiteral(": it ended with code %1").arg(m_process->exitCode());
    const QString said = m_complaints.text();
    return said.isEmpty() ? text : text + QStringLiteral(": ") + said;
}

void ProcessStream::release(std::chrono::milliseconds linger)
{
    if (m_process->state() == QProcess::NotRunning) {
        for (QObject *left :
             {static_cast<QObject *>(m_socket.release()), static_cast<QObject *>(m_process.release())}) {
            leaveToThread(*left);
            left->deleteLater();
        }
        return;
    }
    new Farewell(std::move(m_process), std::move(m_socket), linger);
}

} // namespace castdeck
