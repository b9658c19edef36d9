// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "management/role.h"

namespace castdeck
{

/// How many of a role may be connected: in all, and with one token or certificate. Each role has places of
/// its own, so receivers keep no administrator out; and no token has all of them, so one that got lost keeps
/// nobody out but those who hold it too.
struct Places {
    int receivers = bounds::Receivers;
    int receiversPerToken = bounds::ReceiversPerToken;
    int others = bounds::Administrators; ///< of each other role
    int othersPerToken = bounds::AdministratorsPerToken;
    int ungreeted = bounds::Ungreeted; ///< who have no role yet

    int of(Role role) const { return role == Role::Receiver ? receivers : others; }
    int perToken(Role role) const { return role == Role::Receiver ? receiversPerToken : othersPerToken; }

    /// As many of them as a process with so many descriptors can bear, which needs most for its sessions.
    static Places within(quint64 descriptors);
};

} // namespace castdeck
