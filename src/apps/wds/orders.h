// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/snapshot.h"
#include "apps/wds/wdsserver.h"

namespace castdeck::wds
{

// What ends something. @p tree says where the thing was a moment ago.

/// IWdsTransportSession::Terminate
Result<void> terminateSession(const WdsServer &server, const Snapshot &tree, Id session);
/// IWdsTransportContent::Terminate
Result<void> terminateContent(const WdsServer &server, const Snapshot &tree, Id content);
/// IWdsTransportServer::DisconnectClient
Result<void> disconnectClient(const WdsServer &server, Id client, bool fallback);

enum class ServiceVerb { Start, Stop, Restart, Enable, Disable, ReadSettings };
Result<void> serviceVerb(const WdsServer &server, ServiceVerb verb);

/// What is installed, in the words of setup.get.
Result<json> setupOf(const WdsServer &server);

} // namespace castdeck::wds
