// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/linechannel.h"

#include <QSslSocket>
#include <functional>

namespace castdeck
{

/// Lines over TLS, around a socket whose handshake is on its way: nothing goes out before it is done and the
/// inspection has found nothing against the other end. One that speaks no TLS ends the channel.
class TlsChannel final : public LineChannel
{
    Q_OBJECT
public:
    /// What this end demands of the other.
    struct Checks {
        /// Which of the handshake's complaints do not matter; without it, each ends the channel.
        std::function<bool(const QSslError &)> tolerates;
        /// Looks at the other end after the handshake; an error ends the channel with it.
        std::function<Result<void>(const QSslSocket &)> inspects;
    };

    TlsChannel(End end, std::unique_ptr<QSslSocket> socket, Checks checks, Limits limits,
               std::shared_ptr<SnapshotCache> snapshots = nullptr);
};

} // namespace castdeck
