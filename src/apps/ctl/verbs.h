// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/verb.h"

#include <memory>
#include <vector>

namespace castdeck
{

using CommandList = std::vector<std::unique_ptr<Verb>>;

// One file for each noun; help lists them in this order.
void addStatusVerbs(CommandList &verbs);
void addServerVerbs(CommandList &verbs);
void addSetupVerbs(CommandList &verbs);
void addServiceVerbs(CommandList &verbs);
void addNamespaceVerbs(CommandList &verbs);
/// Those of namespaces that publish something; part of addNamespaceVerbs().
void addPublishingVerbs(CommandList &verbs);
void addContentVerbs(CommandList &verbs);
void addSessionVerbs(CommandList &verbs);
void addClientVerbs(CommandList &verbs);
void addPolicyVerbs(CommandList &verbs);
void addRateVerbs(CommandList &verbs);
void addTokenVerbs(CommandList &verbs);
void addEventVerbs(CommandList &verbs);
void addHistoryVerbs(CommandList &verbs);
void addDialVerbs(CommandList &verbs);

} // namespace castdeck
