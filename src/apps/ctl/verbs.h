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
void addSetupVerbs(VerbList &verbs);
void addServiceVerbs(VerbList &verbs);
void addNamespaceVerbs(VerbList &verbs);
/// Those of namespaces that publish something; part of addNamespaceVerbs().
void addPublishingVerbs(VerbList &verbs);
void addContentVerbs(VerbList &verbs);
void addSessionVerbs(VerbList &verbs);
void addClientVerbs(VerbList &verbs);
void addPolicyVerbs(VerbList &verbs);
void addRateVerbs(VerbList &verbs);
void addTokenVerbs(VerbList &verbs);
void addEventVerbs(VerbList &verbs);
void addHistoryVerbs(VerbList &verbs);

} // namespace castdeck
