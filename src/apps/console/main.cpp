// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/parsing.h"
#include "apps/common/stopsignals.h"
#include "apps/console/console.h"
#include "apps/console/instance.h"
#include "apps/console/instancedoor.h"
#include "core/workerthread.h"

#include <QApplication>
#include <QDir>
#include <QTextStream>

using namespace castdeck;

namespace
{

constexpr int Failed = 1;

void complain(const QString &text)
{
    QTextStream(stderr) << "castdeck: " << text << Qt::endl;
}

QString absolute(const QString &path)
{
    return path.isEmpty() ? QString() : QDir(path).absolutePath();
}

/// Has the console that runs do what this one was started for.
int leaveToTheFirst(const QString &socket, const ConsoleOptions &options)
{
    Handover handover{absolute(options.publish), options.connect, absolute(options.tokenFile)};
    if (handover.connect) {
        for (QString ServerProfile::*file :
             {&ServerProfile::authorityFile, &ServerProfile::certificateFile, &ServerProfile::keyFile})
            (*handover.connect).*file = absolute((*handover.connect).*file);
    }
    if (!options.interfaceName.isEmpty() || options.initiationPort || options.fallbackPort || !options.local)
        complain(QStringLiteral("a console runs already; interface, ports and --no-local stay as they are"));
    const auto done = handOver(socket, handover);
    if (done)
        return 0;
    complain(QStringLiteral("a console runs already, and did not take it: %1 %2")
                 .arg(errorName(done.error().code), done.error().detail));
    return Failed;
}

/// @p socket, if it has a name, is where a later start hands over what it was started for.
int runWindow(const ConsoleOptions &options, const StopSignals &signals, const QString &socket)
{
    Console::introduce();
    Console console(options, signals.descriptor());
    InstanceDoor door([&console](const Handover &handover) { return console.take(handover); });
    if (!socket.isEmpty()) {
        if (const auto open = door.open(socket); !open)
            complain(open.error().detail);
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const auto parsed = parseConsoleOptions(argc, argv);
    if (const int *exitCode = std::get_if<int>(&parsed))
        return *exitCode;
    const auto &options = std::get<ConsoleOptions>(parsed);
    Console::nameProgram();
    // A demo has files and ports of its own, and is in nobody's way.
    const Result<QString> folder = options.demo ? failure(ErrorCode::Cancelled) : Instance::folder();
    const auto place = folder.and_then([](const QString &path) { return Instance::take(path); });
    if (!place && place.error().code == ErrorCode::Busy)
        return leaveToTheFirst(Instance::socketIn(*folder), options);
    if (!place && !options.demo)
        complain(place.error().detail);

    const StopSignals signals;
    const QApplication app(argc, argv);
    return endProcess(runWindow(options, signals, place ? Instance::socketIn(*folder) : QString()));
}
