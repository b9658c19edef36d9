// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/look.h"
#include "apps/wds/parameters.h"

namespace castdeck::wds
{

// What is asked of namespaces. Each gives the id of the one that it was about.

Result<Id> registerNamespace(const WdsServer &server, const json &params);
/// Without @p terminate those present finish.
Result<Id> deregisterNamespace(const WdsServer &server, Id id, bool terminate);
Result<Id> startTransmission(const WdsServer &server, Id id);
Result<Id> setMinimumClients(const WdsServer &server, Id id, std::uint32_t minimum);
Result<Id> refreshNamespace(const WdsServer &server, Id id);
/// Rows, by a filter.
Result<json> retrieveNamespaces(const WdsServer &server, const json &params);

/// Names are used twice while one drains, so it is looked for by its id.
Result<Ref<IWdsTransportNamespace>> findNamespace(const WdsServer &server, Id id);

} // namespace castdeck::wds
