// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/linechannel.h"
#include "management/localstream.h"

namespace castdeck
{

/// Lines over a socket of this machine.
class LocalChannel final : public LineChannel
{
    Q_OBJECT
public:
    LocalChannel(End end, std::unique_ptr<QLocalSocket> socket, Limits limits = {},
                 std::shared_ptr<SnapshotCache> snapshots = nullptr)
        : LineChannel(end, std::make_unique<LocalStream>(std::move(socket)), limits, std::move(snapshots))
    {
    }
};

} // namespace castdeck
