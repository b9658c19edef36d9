// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/streamcommand.h"
#include "management/tlsclient.h"

#include <variant>

namespace castdeck
{

/// How a server is reached.
using ServerTarget = std::variant<TlsTarget, StreamCommand>;

/// Begins to connect: connectTls(), or a ProcessChannel. @p seen: of a certificate.
std::unique_ptr<Channel> connectTo(const ServerTarget &target,
                                   std::function<void(const SeenCertificate &)> seen = {});

} // namespace castdeck
