// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/parsing.h"

#include <CLI/CLI.hpp>

namespace castdeck
{

std::optional<int> parseArguments(CLI::App &app, const QStringList &arguments)
{
    std::vector<std::string> reversed; // the library takes them from the back
    for (qsizetype i = arguments.size() - 1; i > 0; --i)
        reversed.push_back(arguments[i].toStdString());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : UsageError;
    }
    return std::nullopt;
}

} // namespace castdeck
