// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// castdeck-tour FOLDER [OPTION...]: the demo of castdeck, with its options, in which nobody has to click; the
// pictures go into the folder. Exits 0 if everything was as it should be.
#include "apps/common/stopsignals.h"
#include "apps/console/console.h"
#include "tourscript.h"

#include <QApplication>
#include <cstdio>

using namespace castdeck;

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fputs("usage: castdeck-tour FOLDER [OPTION...]\n", stderr);
        return 2;
    }
    char demo[] = "--demo";
    const QDir screenshots(QString::fromLocal8Bit(std::exchange(argv[1], demo)));
    const auto parsed = parseConsoleOptions(argc, argv);
    if (const int *exitCode = std::get_if<int>(&parsed))
        return *exitCode;
    const StopSignals signals;
    QApplication app(argc, argv);
    Console::introduce();
    Console console(std::get<ConsoleOptions>(parsed), signals.descriptor());
    TourScript tour(console, screenshots);
    int exitCode = 1; // also if it is closed meanwhile
    QObject::connect(&tour, &TourScript::finished, &app, [&](bool passed) {
        exitCode = passed ? 0 : 1;
        console.quit();
    });
    const int result = QApplication::exec();
    return result != 0 ? result : exitCode;
}
