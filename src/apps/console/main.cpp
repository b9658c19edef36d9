// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/stopsignals.h"
#include "apps/console/console.h"

#include <QApplication>

using namespace castdeck;

int main(int argc, char **argv)
{
    const auto options = parseConsoleOptions(argc, argv);
    if (const int *exitCode = std::get_if<int>(&options))
        return *exitCode;
    const StopSignals signals;
    QApplication app(argc, argv);
    Console::introduce();
    const Console console(std::get<ConsoleOptions>(options), signals.descriptor());
    return QApplication::exec();
}
