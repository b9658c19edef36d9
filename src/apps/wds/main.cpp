// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Between the threads: lines come in from one, calls into WDS are made in another, what is told goes out by a
// third; this one waits for none of them longer than a moment.
#include "apps/wds/check.h"
#include "apps/wds/codes.h"
#include "apps/wds/front.h"
#include "apps/wds/streams.h"
#include "apps/wds/worker.h"

using namespace castdeck::wds;

namespace
{

constexpr const char *usage =
    "usage: castdeck-wds [OPTION] [SERVER]\n"
    "\n"
    "Answers the management protocol of Castdeck on its standard streams, from the WDS transport\n"
    "server SERVER; without it, from that of this machine. A console starts it over ssh.\n"
    "\n"
    "  --check         say whether it works, and of each step how it went; changes nothing\n"
    "  --tftp-clients  list the TFTP downloads that are under way, as JSON\n"
    "  --version       say which version this is\n"
    "  --help          say this\n";

/// How long nothing may be looked at.
constexpr milliseconds lookPause{250};
/// What waits for the other end: at so much the tree is not looked at, and at more nobody is there to read
/// it.
constexpr std::size_t unsentMuch = 1 << 20;
constexpr std::size_t unsentMost = 128 << 20;
constexpr milliseconds farewell{2'000};

struct Line {
    std::string text;
};
struct EndOfInput {
};
struct EndOfOutput {
};
using Message = std::variant<Line, EndOfInput, EndOfOutput, Outcome>;

std::string computerName()
{
    wchar_t name[256] = {};
    DWORD size = 255;
    return GetComputerNameExW(ComputerNameDnsHostname, name, &size) ? toUtf8(name) : "localhost";
}

std::string userName()
{
    wchar_t name[257] = {};
    DWORD size = 257;
    if (!GetUserNameW(name, &size))
        return "unknown";
    wchar_t domain[257] = {};
    const DWORD length = GetEnvironmentVariableW(L"USERDOMAIN", domain, 257);
    return (length > 0 && length < 257 ? toUtf8(domain) + "\\" : std::string()) + toUtf8(name);
}

json serverRow(const std::string &name)
{
    return {{"name", name.empty() ? computerName() : name},
            {"version", "castdeck-wds " CASTDECK_VERSION},
            {"kind", "wds"},
            {"lacks", lacks()}};
}

std::optional<Front::Hanging> hanging()
{
    const auto call = Pulse::instance().underWay();
    if (!call)
        return std::nullopt;
    return Front::Hanging{call->name, milliseconds(call->duration)};
}

int serve(const std::string &serverName)
{
    Mailbox<Message> inbox;
    Writer writer;
    const json row = serverRow(serverName);
    const std::string identity = userName();
    Worker worker({serverName, identity, row}, [&inbox](Outcome outcome) { inbox.put(std::move(outcome)); });
    Front front({row, identity},
                {[&](std::string lines) { writer.write(std::move(lines)); },
                 [&](Job job) { worker.put(std::move(job)); },
                 [&](std::uint64_t number) { return worker.takeBack(number); },
                 [&](bool subscribed, bool columns) {
                     worker.watch().columns = columns;
                     worker.watch().subscribed = subscribed;
                     worker.wake();
                 }},
                monotonicNow());
    const bool started = worker.start() && writer.start([&inbox] { inbox.put(EndOfOutput{}); }) &&
                         startReader([&inbox](std::string text) { inbox.put(Line{std::move(text)}); },
                                     [&inbox] { inbox.put(EndOfInput{}); });
    if (!started)
        front.end({castdeck::wds::code::Internal, "the system has no thread for it"});
    bool isAlone = false;
    while (!front.isOver() && !isAlone) {
        if (auto message = inbox.take(lookPause)) {
            if (auto *line = std::get_if<Line>(&*message))
                front.take(line->text, monotonicNow());
            else if (auto *outcome = std::get_if<Outcome>(&*message))
                front.take(std::move(*outcome), monotonicNow());
            else
                isAlone = true;
        }
        front.look(hanging(), monotonicNow());
        const bool isClogged = writer.unsent() > unsentMuch;
        if (worker.watch().clogged.exchange(isClogged) && !isClogged)
            worker.wake();
        if (writer.unsent() > unsentMost)
            front.end({castdeck::wds::code::Busy, "what is told is not read"});
    }
    writer.finish(farewell);
    if (front.reason())
        writeAll(STD_ERROR_HANDLE, "castdeck-wds: " + front.reason()->detail + "\n");
    return front.reason() ? 1 : 0;
}

int run(const std::vector<std::string> &arguments)
{
    std::string option;
    std::string server;
    for (const std::string &argument : arguments) {
        const bool isOption = argument.substr(0, 1) == "-" || argument.substr(0, 1) == "/";
        std::string &place = isOption ? option : server;
        if (!place.empty() || argument.empty()) {
            writeAll(STD_ERROR_HANDLE, usage);
            return 2;
        }
        place = argument;
    }
    if (option.empty()) {
        if (GetFileType(GetStdHandle(STD_INPUT_HANDLE)) == FILE_TYPE_CHAR)
            writeAll(STD_ERROR_HANDLE,
                     "castdeck-wds: speaks to a console of Castdeck, not to people; try --check\n");
        return serve(server);
    }
    if (option == "--check")
        return check(server, userName());
    if (option == "--tftp-clients")
        return listTftpClients(server);
    const bool isHelp = option == "--help";
    if (option == "--version")
        writeAll(STD_OUTPUT_HANDLE, "castdeck-wds " CASTDECK_VERSION "\n");
    else
        writeAll(isHelp ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE, usage);
    return isHelp || option == "--version" ? 0 : 2;
}

} // namespace

int wmain(int argc, wchar_t **argv)
{
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.push_back(toUtf8(argv[i]));
    endProcess(static_cast<unsigned>(run(arguments)));
}
