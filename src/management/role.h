// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/words.h"
#include <QDateTime>
#include <QString>
#include <optional>

namespace castdeck
{

/// What somebody on a management channel may do. Each of the first three may all that the one before it may.
enum class Role : quint8 {
    Viewer,   ///< read
    Operator, ///< and terminate, disconnect, start
    Admin,    ///< and namespaces, policies, tokens, service
    Receiver, ///< initiate a session, nothing else
};

template <>
inline constexpr auto Words<Role> = std::to_array<Word<Role>>({
    {Role::Viewer, "viewer"},
    {Role::Operator, "operator"},
    {Role::Admin, "admin"},
    {Role::Receiver, "receiver"},
});

/// Who is at the other end, as the answering side has found out for itself.
struct Identity {
    QString name;
    Role role = Role::Viewer;
    QString address;                    ///< empty in process
    QString tokenId;                    ///< empty if no token was used
    std::optional<QDateTime> expiresAt; ///< UTC; the connection ends then

    friend bool operator==(const Identity &, const Identity &) = default;
};

} // namespace castdeck
