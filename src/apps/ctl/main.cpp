// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/commandline.h"
#include "apps/ctl/shell.h"
#include "core/filesizesignal.h"
#include "core/workerthread.h"

#include <QCoreApplication>

using namespace castdeck;

int main(int argc, char *argv[])
{
    ignoreFileSizeSignal();
    const QCoreApplication application(argc, argv);
    auto parsed = parseCommandLine(QCoreApplication::arguments());
    if (const int *code = std::get_if<int>(&parsed))
        return *code;
    const auto &command = std::get<Command>(parsed);

    Shell shell(command.options);
    later([&] { command.verb->run(shell); });
    return endProcess(QCoreApplication::exec());
}
