// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverprofile.h"

#include <QString>
#include <optional>
#include <variant>

namespace castdeck
{

/// The command line of castdeck.
struct ConsoleOptions {
    QString publish;                       ///< folder to publish at once; empty: none
    QString interfaceName;                 ///< empty: the first that can multicast
    std::optional<quint16> initiationPort; ///< nothing: the usual one, 0: any free one
    std::optional<quint16> fallbackPort;   ///< nothing: the usual one, 0: any free one
    std::optional<ServerProfile> connect;  ///< server to watch in this run; empty id
    QString tokenFile;                     ///< holds the token for it
    bool local = true;                     ///< this computer is one of the servers
    bool demo = false;                     ///< four slowed receivers on the loopback
};

/// Reads the command line; a number is the exit code of a program that has nothing more to do (help, bad
/// usage).
std::variant<ConsoleOptions, int> parseConsoleOptions(int argc, char **argv);

} // namespace castdeck
