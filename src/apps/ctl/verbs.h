// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/verb.h"

#include <memory>
#include <vector>

namespace castdeck
{

using VerbList = std::vector<std::unique_ptr<Verb>>;

// One file for each noun; help lists them in this order.
void addStatusVerbs(VerbList &verbs);
void addServerVerbs(VerbList &verbs);
void addNamespaceVerbs(VerbList &verbs);
void addContentVerbs(VerbList &verbs);
void addSessionVerbs(VerbList &verbs);
void addClientVerbs(VerbList &verbs);
void addTokenVerbs(VerbList &verbs);
void addEventVerbs(VerbList &verbs);

} // namespace castdeck
