// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

namespace CLI
{
class App;
}

namespace castdeck
{

/// The exit code of every program for a command line it does not understand.
constexpr int UsageError = 2;

/// Lets @p app take the arguments of the program; the first is the program's own name. Nothing if it goes on,
/// else the exit code: 0 after --help and --version, UsageError after a complaint on standard error.
std::optional<int> parseArguments(CLI::App &app, const QStringList &arguments);

} // namespace castdeck
