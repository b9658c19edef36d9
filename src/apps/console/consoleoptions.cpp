// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/consoleoptions.h"

#include <CLI/CLI.hpp>

namespace castdeck
{

std::variant<ConsoleOptions, int> parseConsoleOptions(int argc, char **argv)
{
    CLI::App app("Shows transport servers, their multicast sessions and the clients in them, and ends them.",
                 "castdeck");
    app.set_version_flag("--version", CASTDECK_VERSION);
    std::string publish;
    std::string interfaceName;
    std::string screenshots;
    quint16 port = 0;
    ConsoleOptions options;
    app.add_option("--publish", publish, "Publish this folder at once")
        ->check(CLI::ExistingDirectory)
        ->type_name("DIR");
    app.add_option("--interface", interfaceName, "Interface to send on, by name or address")
        ->type_name("NAME|ADDR");
    const auto *initiation = app.add_option("--initiation-port", port,
                                            "UDP port where receivers ask (default 5041, 0: any free one)")
                                 ->type_name("PORT");
    app.add_flag("--demo", options.demo, "Send a content to four slowed receivers on the loopback");
    app.add_flag("--tour", options.tour, "With --demo: take the tour, check every step, exit");
    app.add_option("--screenshots", screenshots, "With --tour: folder for its pictures")->type_name("DIR");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    options.publish = QString::fromStdString(publish);
    options.interfaceName = QString::fromStdString(interfaceName);
    options.screenshots = QString::fromStdString(screenshots);
    if (initiation->count() > 0)
        options.initiationPort = port;
    return options;
}

} // namespace castdeck
