// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/commandline.h"

#include "apps/common/parsing.h"

#include <CLI/CLI.hpp>

namespace castdeck
{

std::variant<CommandLine, int> parseServerOptions(const QStringList &arguments)
{
    CLI::App app("The Castdeck transport server: publishes namespaces, runs multicast sessions, answers the\n"
                 "console and castctl. Once ready it prints one line:\n"
                 "castdeckd: ready management=ADDR:PORT initiation=UDPPORT fingerprint=sha256:HEX",
                 "castdeckd");
    app.set_version_flag("--version", "castdeckd " CASTDECK_VERSION);
    std::string configuration;
    app.add_option("--config", configuration,
                   std::string("Configuration file (default ") + DefaultConfigurationFile + ")")
        ->option_text("FILE");
    std::map<std::string, std::string> given;
    const auto option = [&](const char *key, const char *text, const char *help) {
        app.add_option(std::string("--") + key, given[key], help)->option_text(text);
    };
    option("state-dir", "DIR", "Where keys, tokens and namespaces are kept (default /var/lib/castdeck)");
    option("listen", "ADDR:PORT", "Where the management answers (default *:5042); port 0: any free one");
    option("fallback-listen", "ADDR:PORT|off",
           "Where receivers get over HTTPS what multicast does not bring them\n"
           "(default: port 5043 of the address of --listen, or any free one)");
    option("fallback-url", "URL",
           "Of a server that has the contents, for receivers over TLS to try before this one;\n"
           "{namespace} and {content} in it stand for those");
    option("initiation-port", "N", "UDP port where receivers ask (default 5041); 0: off, any: a free one");
    option("interface", "NAME|ADDR", "Interface of the sessions (default: the one towards each asker)");
    std::string footer = "Keys of the configuration file, one \"key = value\" a line:\n ";
    for (const SettingKey &key : settingKeys())
        footer += std::string(" ") + key.name;
    app.footer(footer + "\nThe environment overrules the file, options overrule both. The variable of a key "
                        "is CASTDECK_KEY.\nSIGHUP reads the configuration again.\n"
                        "Exit codes: 0 stopped; 1 cannot run; 2 options or configuration are wrong.");

    if (const auto code = parseArguments(app, arguments))
        return *code;

    CommandLine commandLine;
    commandLine.configurationFile = QString::fromStdString(configuration);
    for (const auto &[key, text] : given) {
        if (app.count("--" + key) > 0)
            commandLine.options.insert(
                QString::fromStdString(key),
                {QString::fromStdString(text), QStringLiteral("--") + QString::fromStdString(key)});
    }
    return commandLine;
}

} // namespace castdeck
