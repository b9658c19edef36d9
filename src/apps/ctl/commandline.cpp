// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/commandline.h"

#include "apps/common/parsing.h"
#include "apps/common/trustoptions.h"
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

CommandList allVerbs()
{
    CommandList verbs;
    for (const auto add : {addStatusVerbs, addSetupVerbs, addServerVerbs, addServiceVerbs, addNamespaceVerbs,
                           addContentVerbs, addSessionVerbs, addClientVerbs, addPolicyVerbs, addRateVerbs,
                           addTokenVerbs, addEventVerbs, addHistoryVerbs, addDialVerbs})
        add(verbs);
    return verbs;
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
    CommandList verbs = allVerbs();
    std::string server, format;

    CLI::App app("Sees and steers Castdeck transport servers.", "castctl");
    app.set_version_flag("--version", "castctl " CASTDECK_VERSION);
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--server", server, "Name of a server that is kept, or its address (default: localhost)")
        ->option_text("NAME|HOST[:PORT]|ssh://HOST|wds+ssh://HOST");
    TrustOptions trust(app);
    app.add_option("--format", format, "How to print (default: table)")
        ->option_text("table|json|csv")
        ->check(CLI::IsMember(formats));
    app.footer("Exit codes: 0 done; 1 the server refused or failed; 2 usage; 3 cannot connect;\n"
               "4 not authorised; 5 some of several failed, or a client never answered.");

    Verb *chosen = nullptr;
    for (const auto &verb : verbs) {
        const Verb::Summary summary = verb->summary();
        CLI::App *entry = groupOf(app, summary.group)->add_subcommand(summary.name, summary.help);
        Syntax syntax(*entry);
        verb->declare(syntax);
        entry->callback([&chosen, one = verb.get()] { chosen = one; });
    }

    if (const auto code = parseArguments(app, arguments))
        return *code;

    if (!server.empty())
        command.options.server = QString::fromStdString(server);
    command.options.tokenFile = trust.tokenFile();
    command.options.fingerprint = trust.fingerprint();
    command.options.tlsFiles = trust.tlsFiles();
    if (!format.empty())
        command.options.format = formats.at(format);
    for (auto &verb : verbs) {
        if (verb.get() == chosen)
            command.verb = std::move(verb);
    }
    return command;
}

} // namespace castdeck
