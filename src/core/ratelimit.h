// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/words.h"
#include <QList>
#include <QString>
#include <optional>

namespace castdeck
{

/// Whose sending is limited.
enum class RateScope : quint8 {
    Server,    ///< all sessions together
    Namespace, ///< all sessions of a namespace together
    Session,   ///< one session
};

template <>
inline constexpr auto Words<RateScope> = std::to_array<Word<RateScope>>({
    {RateScope::Server, "server"},
    {RateScope::Namespace, "namespace"},
    {RateScope::Session, "session"},
});

/// A cap on what is sent: payload, repairs included. All that apply to a session hold at once; what a server
/// or a namespace may send is shared by those of its sessions that have something to send.
struct RateLimit {
    RateScope scope = RateScope::Server;
    quint32 id = 0;             ///< of the namespace or the session; 0 with RateScope::Server
    quint64 bytesPerSecond = 0; ///< 0: no limit

    static void describe(auto &a, auto &v)
    {
        a("scope", v.scope);
        a.optional("id", v.id);
        a("bytesPerSecond", v.bytesPerSecond);
    }
    friend bool operator==(const RateLimit &, const RateLimit &) = default;
};

} // namespace castdeck
