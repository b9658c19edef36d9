// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/shell.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verb.h"
#include "apps/ctl/verbs.h"
#include "core/localaddress.h"
#include "management/joinstreams.h"
#include "management/localdoor.h"

#include <QFile>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// A connected socket, or the system's reason why there is none.
struct Dialled {
    int socket = -1;
    int error = 0;
};

Dialled dial(const QString &path)
{
    const auto address = localAddress(QFile::encodeName(path));
    if (!address)
        return {-1, ENAMETOOLONG};
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket >= 0 && ::connect(socket, plain(*address), sizeof *address) == 0)
        return {socket, 0};
    const int error = errno;
    if (socket >= 0)
        ::close(socket);
    return {-1, error};
}

class DialStdio : public Verb
{
    Summary summary() const override
    {
        return {"", "dial-stdio",
                "Join the own standard streams to the castdeckd on this machine, for a console that comes "
                "over ssh"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.text("--socket", "FILE", "The socket of that castdeckd (default: where the service has it)",
                    m_path);
    }
    void run(Shell &shell) override
    {
        // What is joined is told of the end by the end of its stream.
        std::signal(SIGPIPE, SIG_IGN);
        QStringList complaints;
        bool isRefused = false;
        const QStringList paths = m_path.isEmpty() ? usualLocalDoors() : QStringList{m_path};
        for (const QString &path : paths) {
            const Dialled dialled = dial(path);
            if (dialled.socket >= 0)
                return shell.finish(join(dialled.socket));
            isRefused |= dialled.error == EACCES || dialled.error == EPERM;
            complaints << path + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(dialled.error));
        }
        Printer::say(QStringLiteral("no castdeckd answers here: ") + complaints.join(QStringLiteral("; ")));
        shell.finish(isRefused ? ExitCode::NotAuthorised : ExitCode::Unreachable);
    }
    static ExitCode join(int socket)
    {
        const JoinEnd end = joinStreams(STDIN_FILENO, STDOUT_FILENO, socket);
        ::close(socket);
        return end == JoinEnd::Streams ? ExitCode::Done : ExitCode::Failed;
    }

    QString m_path;
};

} // namespace

void addDialVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<DialStdio>());
}

} // namespace castdeck
