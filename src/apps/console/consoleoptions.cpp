// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/consoleoptions.h"

#include "apps/common/parsing.h"
#include "apps/common/trustoptions.h"
#include "apps/console/qtoptions.h"

#include <CLI/CLI.hpp>

namespace castdeck
{

std::variant<ConsoleOptions, int> parseConsoleOptions(int argc, char **argv)
{
    CLI::App app("Shows transport servers, their multicast sessions and the clients in them, and ends them.",
                 "castdeck");
    app.set_version_flag("--version", "castdeck " CASTDECK_VERSION);
    std::string publish;
    std::string interfaceName;
    std::string server;
    quint16 port = 0;
    quint16 httpsPort = 0;
    ConsoleOptions options;
    app.add_option("--publish", publish, "Publish this folder at once")
        ->check(CLI::ExistingDirectory)
        ->type_name("DIR");
    app.add_option("--interface", interfaceName, "Interface to send on, by name or address")
        ->type_name("NAME|ADDR");
    const auto *initiation = app.add_option("--initiation-port", port,
                                            "UDP port where receivers ask (default 5041, 0: any free one)")
                                 ->type_name("PORT");
    const auto *fallback =
        app.add_option("--fallback-port", httpsPort,
                       "HTTPS port where receivers get what multicast does not bring them\n"
                       "(default 5043, 0: any free one)")
            ->type_name("PORT");
    const auto *connection = app.add_option("--connect", server, "Watch this server in this run")
                                 ->type_name("HOST[:PORT]|ssh://HOST|wds+ssh://HOST");
    TrustOptions trust(app);
    bool noLocal = false;
    const auto *without = app.add_flag("--no-local", noLocal, "Only watch: leave this computer out");
    app.add_flag("--demo", options.demo, "Send a content to four slowed receivers on the loopback");
    app.footer(
        "Options of Qt are taken as well, such as -style Fusion, -platform xcb and -reverse.\n"
        "A second start shows the window of the console that runs, which takes --connect and --publish.");
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    if (const auto code = parseArguments(app, withoutQtOptions(arguments)))
        return *code;
    if (noLocal && (options.demo || !publish.empty())) {
        app.exit(CLI::ExcludesError(without->get_name(), options.demo ? "--demo" : "--publish"));
        return UsageError;
    }
    options.local = !noLocal;
    if (trust.isAny() && connection->count() == 0) {
        app.exit(CLI::RequiresError("--token-file, --fingerprint, --ca and --certificate", "--connect"));
        return UsageError;
    }
    if (connection->count() > 0) {
        const auto profile = profileFromAddress(QString::fromStdString(server));
        if (!profile) {
            app.exit(CLI::ValidationError("--connect", "neither HOST[:PORT] nor ssh://HOST: " + server));
            return UsageError;
        }
        options.connect = *profile;
        options.connect->fingerprint = trust.fingerprint();
        options.connect->authorityFile = trust.tlsFiles().authorities;
        options.connect->certificateFile = trust.tlsFiles().certificate;
        options.connect->keyFile = trust.tlsFiles().key;
    }
    options.tokenFile = trust.tokenFile();
    options.publish = QString::fromStdString(publish);
    options.interfaceName = QString::fromStdString(interfaceName);
    if (initiation->count() > 0)
        options.initiationPort = port;
    if (fallback->count() > 0)
        options.fallbackPort = httpsPort;
    return options;
}

} // namespace castdeck
