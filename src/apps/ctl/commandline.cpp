// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/commandline.h"

#include "apps/ctl/exitcode.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

#include <CLI/CLI.hpp>
#include <map>

namespace castdeck
{

namespace
{

const std::map<std::string, Format> formats{
    {"table", Format::Table}, {"json", Format::Json}, {"csv", Format::Csv}};

const std::map<std::string, const char *> groups{
    {"server", "The servers of this user"},      {"namespace", "What is published"},
    {"content", "Files that are being sent"},    {"session", "Multicast sessions"},
    {"client", "Machines that receive"},         {"token", "Who may do what"},
    {"service", "Whether receivers are let in"}, {"policy", "How sessions are run"},
    {"rate", "What sending is limited to"}};

VerbList allVerbs()
{
    VerbList verbs;
    for (const auto add : {addStatusVerbs, addSetupVerbs, addServerVerbs, addServiceVerbs, addNamespaceVerbs,
                           addContentVerbs, addSessionVerbs, addClientVerbs, addPolicyVerbs, addRateVerbs,
                           addTokenVerbs, addEventVerbs, addHistoryVerbs})
        add(verbs);
    return verbs;
}

std::string isFingerprint(const std::string &text)
{
    const bool right = text.size() == 7 + 64 && text.starts_with("sha256:") &&
                       text.find_first_not_of("0123456789abcdefABCDEF", 7) == std::string::npos;
    return right ? std::string() : "not of the form sha256:HEX with 64 digits";
}

CLI::App *groupOf(CLI::App &app, const std::string &name)
{
    if (name.empty())
        return &app;
    const auto known = app.get_subcommands([&](const CLI::App *one) { return one->get_name() == name; });
    if (!known.empty())
        return known.front();
    CLI::App *group = app.add_subcommand(name, groups.at(name));
    group->require_subcommand(1);
    return group;
}

} // namespace

std::variant<Command, int> parseCommandLine(const QStringList &arguments)
{
    Command command;
    VerbList verbs = allVerbs();
    std::string server, tokenFile, fingerprint, ca, certificate, key, format;

    CLI::App app("Sees and steers Castdeck transport servers.", "castctl");
    app.set_version_flag("--version", "castctl " CASTDECK_VERSION);
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--server", server, "Name of a server that is kept, or its address (default: localhost)")
        ->option_text("NAME|HOST[:PORT]");
    app.add_option("--token-file", tokenFile, "File with the token that the server wants")
        ->option_text("FILE");
    app.add_option("--fingerprint", fingerprint,
                   "Certificate expected of the server (default: the one it showed when this user met it)")
        ->option_text("sha256:HEX")
        ->check(isFingerprint);
    app.add_option("--ca", ca, "Believe servers whose certificate is signed by one of these (PEM)")
        ->option_text("FILE");
    auto *certificateOption =
        app.add_option("--certificate", certificate, "Show this certificate to the server (PEM)")
            ->option_text("FILE");
    auto *keyOption =
        app.add_option("--key", key, "The private key of --certificate (PEM)")->option_text("FILE");
    certificateOption->needs(keyOption);
    keyOption->needs(certificateOption);
    app.add_option("--format", format, "How to print (default: table)")
        ->option_text("table|json|csv")
        ->check(CLI::IsMember(formats));
    app.footer("Exit codes: 0 done; 1 the server refused or failed; 2 usage; 3 cannot connect;\n"
               "4 not authorised; 5 some of several failed.");

    Verb *chosen = nullptr;
    for (const auto &verb : verbs) {
        const Verb::Summary summary = verb->summary();
        CLI::App *entry = groupOf(app, summary.group)->add_subcommand(summary.name, summary.help);
        Syntax syntax(*entry);
        verb->declare(syntax);
        entry->callback([&chosen, one = verb.get()] { chosen = one; });
    }

    std::vector<std::string> reversed; // the library takes them from the back
    for (qsizetype i = arguments.size() - 1; i > 0; --i)
        reversed.push_back(arguments[i].toStdString());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : int(ExitCode::Usage);
    }

    if (!server.empty())
        command.options.server = QString::fromStdString(server);
    command.options.tokenFile = QString::fromStdString(tokenFile);
    command.options.fingerprint = QString::fromStdString(fingerprint).toLower();
    command.options.tlsFiles = {QString::fromStdString(ca), QString::fromStdString(certificate),
                                QString::fromStdString(key)};
    if (!format.empty())
        command.options.format = formats.at(format);
    for (auto &verb : verbs) {
        if (verb.get() == chosen)
            command.verb = std::move(verb);
    }
    return command;
}

} // namespace castdeck
