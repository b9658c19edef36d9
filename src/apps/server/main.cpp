// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/daemon.h"
#include "apps/server/logging.h"
#include "apps/server/signalwatcher.h"
#include "apps/server/startwatch.h"
#include "core/filesizesignal.h"
#include "core/workerthread.h"

#include <QCoreApplication>
#include <cstdio>
#include <sys/resource.h>

using namespace castdeck;

namespace
{

QByteArray sentence(const Error &error)
{
    return QStringLiteral("castdeckd: %1 (%2)\n").arg(error.detail, errorName(error.code)).toUtf8();
}

int refuse(const Error &error, DaemonExitCode code)
{
    std::fputs(sentence(error).constData(), stderr);
    return static_cast<int>(code);
}

/// With fewer the very event loop cannot start, which ends the program without a word.
constexpr rlim_t DescriptorsLeast = 64;
/// For hundreds of receivers and sessions; what login shells and services get by default is for programs that
/// use select(), and this one does not.
constexpr rlim_t DescriptorsWanted = 16'384;

int serve(QCoreApplication &application)
{
    const auto parsed = parseServerOptions(QCoreApplication::arguments());
    if (const int *code = std::get_if<int>(&parsed))
        return *code;
    const auto &commandLine = std::get<CommandLine>(parsed);
    const auto values = gatherSettings(commandLine, QProcessEnvironment::systemEnvironment());
    if (!values)
        return refuse(values.error(), DaemonExitCode::Usage);
    const auto settings = settingsFrom(*values);
    if (!settings)
        return refuse(settings.error(), DaemonExitCode::Usage);
    installLogging();
    setLogLevel(settings->logLevel, {});
    const SignalWatcher signals;

    auto watch =
        std::make_unique<StartWatch>(sentence({ErrorCode::FolderNotAnswering, settings->stateDirectory}));
    auto state = StateDirectory::open(settings->stateDirectory);
    if (!state)
        return refuse(state.error(), DaemonExitCode::CannotRun);
    Daemon daemon(commandLine, *values, *settings, std::move(*state));
    auto code = DaemonExitCode::Stopped;
    QObject::connect(&daemon, &Daemon::ready, [](const QString &line) {
        std::printf("%s\n", qUtf8Printable(line));
        std::fflush(stdout);
    });
    QObject::connect(&daemon, &Daemon::failed, [&code](const Error &error) {
        refuse(error, DaemonExitCode::CannotRun);
        code = DaemonExitCode::CannotRun;
    });
    QObject::connect(&daemon, &Daemon::finished, &application, &QCoreApplication::quit);
    QObject::connect(&signals, &SignalWatcher::stopRequested, &daemon, &Daemon::stop);
    QObject::connect(&signals, &SignalWatcher::reloadRequested, &daemon, &Daemon::reload);
    if (const auto started = daemon.start(); !started)
        return refuse(started.error(), DaemonExitCode::CannotRun);
    watch.reset(); // from now on whatever takes long is waited for elsewhere
    QCoreApplication::exec();
    return static_cast<int>(code);
}

} // namespace

int main(int argc, char *argv[])
{
    ignoreFileSizeSignal();
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DescriptorsLeast)
        return refuse(
            {ErrorCode::NoSystemResources, QStringLiteral("%1 open files are allowed, %2 are the least")
                                               .arg(limit.rlim_cur)
                                               .arg(DescriptorsLeast)},
            DaemonExitCode::CannotRun);
    if (limit.rlim_cur < std::min(limit.rlim_max, DescriptorsWanted)) {
        limit.rlim_cur = std::min(limit.rlim_max, DescriptorsWanted);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    QCoreApplication application(argc, argv);
    return endProcess(serve(application));
}
