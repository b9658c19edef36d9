// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/snapshot.h"
#include "apps/wds/wdsserver.h"

namespace castdeck::wds
{

/// The whole tree as it is now. What goes while it is read is left out, a namespace that cannot be read says
/// so in its row; a failure is one of the server. @p before is the look before, so that times that the server
/// only tells as durations stay what they were; the row of the server is the one there, brought up to date.
Result<Snapshot> lookAt(const WdsServer &server, const Snapshot &before);

/// A registered namespace as a row; none if it has gone.
Result<std::optional<json>> namespaceRow(const Ref<IWdsTransportNamespace> &object);

/// The namespaces of the server, with those that are deregistered and still drain.
Result<std::vector<Ref<IWdsTransportNamespace>>> namespacesOf(const WdsServer &server,
                                                              const std::string &provider = {},
                                                              const std::string &name = {},
                                                              bool tombstones = true);

/// The running TFTP downloads, as rows for --tftp-clients.
Result<json> tftpClientsOf(const WdsServer &server);

} // namespace castdeck::wds
