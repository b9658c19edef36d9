// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/ratelimit.h"
#include "management/role.h"

namespace castdeck
{

// How the archive reads words; found through the namespace of the enum.

template <class Enum>
inline bool assign(Enum &value, const std::optional<Enum> &found)
{
    value = found.value_or(value);
    return found.has_value();
}

inline bool fromText(const QString &text, NamespaceType &value)
{
    return assign(value, namespaceTypeFromText(text));
}

inline bool fromText(const QString &text, DisconnectType &value)
{
    return assign(value, disconnectTypeFromText(text));
}

inline bool fromText(const QString &text, SessionState &value)
{
    return assign(value, sessionStateFromText(text));
}

inline bool fromText(const QString &text, ClientState &value)
{
    return assign(value, clientStateFromText(text));
}

inline bool fromText(const QString &text, Notice::Kind &value)
{
    return assign(value, noticeKindFromText(text));
}

inline bool fromText(const QString &text, Role &value)
{
    return assign(value, roleFromText(text));
}

inline bool fromText(const QString &text, RateScope &value)
{
    return assign(value, rateScopeFromText(text));
}

inline bool fromText(const QString &text, DigestState &value)
{
    return assign(value, digestStateFromText(text));
}

inline bool fromText(const QString &text, IpAddressSource &value)
{
    return assign(value, ipAddressSourceFromText(text));
}

inline bool fromText(const QString &text, UdpPortPolicy &value)
{
    return assign(value, udpPortPolicyFromText(text));
}

inline bool fromText(const QString &text, SlowClientHandling &value)
{
    return assign(value, slowClientHandlingFromText(text));
}

} // namespace castdeck
