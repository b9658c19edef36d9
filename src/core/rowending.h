// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enums.h"

#include <QDateTime>
#include <optional>

namespace castdeck
{

/// What became of a session or client, told with the removal of its row by a server that knows.
struct RowEnding {
    std::optional<SessionOutcome> session; ///< of a session
    std::optional<ClientOutcome> client;   ///< of a client
    QDateTime at;                          ///< server's clock
    quint8 percentCompletion = 0;          ///< of a client: what it had
    bool unicast = false;                  ///< of a client: it got the last of it by unicast, or tried to
    quint32 clients = 0;                   ///< of a session: machines that had a part in it
    quint32 completed = 0;                 ///< … and got all of it
    quint32 disconnected = 0;              ///< … and were cut off by its end
    QString by{};                          ///< who ordered it, if anybody did
    QString reason{};                      ///< and why

    static void describe(auto &a, auto &v)
    {
        a("session", v.session);
        a("client", v.client);
        a.optional("at", v.at);
        a.optional("percentCompletion", v.percentCompletion);
        a.optional("unicast", v.unicast);
        a.optional("clients", v.clients);
        a.optional("completed", v.completed);
        a.optional("disconnected", v.disconnected);
        a.optional("by", v.by);
        a.optional("reason", v.reason);
    }
    friend bool operator==(const RowEnding &, const RowEnding &) = default;
};

} // namespace castdeck
