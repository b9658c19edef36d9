// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/globaloptions.h"
#include "apps/ctl/verb.h"

#include <QStringList>
#include <memory>
#include <variant>

namespace castdeck
{

struct Command {
    GlobalOptions options;
    std::unique_ptr<Verb> verb;
};

/// What has to be done, or the code the program has to exit with at once (help was asked for, or the usage is
/// wrong; what there is to say has been printed).
std::variant<Command, int> parseCommandLine(const QStringList &arguments);

} // namespace castdeck
