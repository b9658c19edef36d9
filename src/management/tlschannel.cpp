// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tlschannel.h"

#include "management/tlsstream.h"

namespace castdeck
{

TlsChannel::TlsChannel(End end, std::unique_ptr<QSslSocket> socket, Checks checks, Limits limits,
                       std::shared_ptr<SnapshotCache> snapshots)
    : LineChannel(end, std::make_unique<TlsStream>(std::move(socket), std::move(checks), limits.handshake),
                  limits, std::move(snapshots))
{
}

} // namespace castdeck
