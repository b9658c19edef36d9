// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/failure.h"
#include "apps/wds/snapshot.h"

namespace castdeck::wds
{

/// Of a line, its newline included (docs/management-protocol.md).
inline constexpr std::size_t LineMost = 1 << 20;

/// The lists of a snapshot as members of JSON objects, as many as it takes for each to fit a line.
using Parts = std::vector<std::string>;
Parts partsOf(const Snapshot &snapshot);

// Messages, each with its newline.

std::string resultLine(std::uint64_t id, const json &result);
std::string errorLine(std::uint64_t id, const Failure &failure);
std::string eventLine(std::uint64_t revision, json params);
std::string goodbyeLine(const Failure &reason);
/// Of inventory and subscribe.
std::string snapshotLines(std::uint64_t id, std::uint64_t revision, const json &server, const Parts &parts);
/// Of a list, {"namespaces": […]}.
std::string listLines(std::uint64_t id, const char *name, const json &rows);

} // namespace castdeck::wds
