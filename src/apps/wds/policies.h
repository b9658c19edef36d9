// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/snapshot.h"
#include "apps/wds/wdsserver.h"

namespace castdeck::wds
{

// The three policies. WDS counts no versions, and the last writer wins; here the version is made of what the
// policy holds, so that a commit which is based on something else is refused.

/// As the store has them now: "service", "multicastSession", "diagnostics".
Result<json> readPolicies(const WdsServer &server);

/// One of them under its name, whole, with the version it is based on. Either all of it is committed, or
/// nothing and the object is clean again. Gives {"version", "changed": names of the properties}.
Result<json> commitPolicy(const WdsServer &server, const json &params);

} // namespace castdeck::wds
