// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/net/datagramsocket.h"
#include "transport/net/networkinterface.h"

#include <QMetaType>
#include <optional>
#include <set>

namespace castdeck
{

/// Somebody else who sends to a session's group and port.
struct GroupIntruder {
    wire::Address address;
    bool speaksWds = false; ///< its packets look like those of another server of this kind

    friend auto operator<=>(const GroupIntruder &, const GroupIntruder &) = default;
};

/// Listens to a group that only this server should send to. The system keeps the server's own packets from
/// it, so it costs nothing while all is well. Thread: one.
class GroupWatch
{
public:
    static Result<GroupWatch> open(const wire::Endpoint &group, const NetworkInterface &interface);

    /// Somebody who was not named before; looks at no more than one batch. To be called now and then.
    std::optional<GroupIntruder> look();

private:
    explicit GroupWatch(DatagramSocket socket) : m_socket(std::move(socket)) {}

    DatagramSocket m_socket;
    std::set<GroupIntruder> m_named;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::GroupIntruder)
