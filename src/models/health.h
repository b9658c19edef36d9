// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "models/connectionstatus.h"

namespace castdeck
{

/// How well a row is, the worst first: the order of a tree that is sorted by it.
enum class Health : quint8 {
    Failed,   ///< does not work, and will not by itself
    Lost,     ///< a server that was there and cannot be reached
    Stalled,  ///< does not get on, or is not heard
    Strained, ///< gets on, while something below it does not
    Good,
    Idle, ///< nothing goes on here
};

template <>
inline constexpr auto Words<Health> = std::to_array<Word<Health>>({
    {Health::Failed, "failed"},
    {Health::Lost, "lost"},
    {Health::Stalled, "stalled"},
    {Health::Strained, "strained"},
    {Health::Good, "good"},
    {Health::Idle, "idle"},
});

/// How it is to be shown: Warning in amber, Alert in red.
enum class Severity : quint8 { None, Warning, Alert };

/// Of the row by itself, whatever is below it.
Health healthOf(const ConnectionStatus &status);
Health healthOf(const SessionInfo &session);
Health healthOf(const NamespaceInfo &info);
Health healthOf(const ClientInfo &client);

Severity severityOf(Health health);

/// How many are in trouble.
struct Troubles {
    int failed = 0;  ///< sessions that failed, servers that refuse us
    int lost = 0;    ///< servers
    int stalled = 0; ///< sessions, clients and servers that do not get on or are not heard

    Troubles &operator+=(const Troubles &other);
    void count(Health health);
    friend bool operator==(const Troubles &, const Troubles &) = default;
};

} // namespace castdeck
