// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health.h"

namespace castdeck
{

Health healthOf(const ConnectionStatus &status)
{
    switch (status.state) {
    case ConnectionState::Connecting:
        return status.since.isValid() ? Health::Lost : Health::Idle;
    case ConnectionState::Ready:
        return status.silentSince.isValid() ? Health::Stalled : Health::Good;
    case ConnectionState::Lost:
        return Health::Lost;
    case ConnectionState::Refused:
    case ConnectionState::TokenMissing:
        return Health::Failed;
    case ConnectionState::Closed:
        break;
    }
    return Health::Idle;
}

Health healthOf(const SessionInfo &session)
{
    if (session.state == SessionState::Failed)
        return Health::Failed;
    return session.stalledSince.isValid() ? Health::Stalled : Health::Good;
}

Health healthOf(const NamespaceInfo &info)
{
    return info.error || info.startMissed ? Health::Failed : Health::Idle;
}

Health healthOf(const ClientInfo &client)
{
    const bool stalled =
        client.state == ClientState::NoData || client.silentSince.isValid() || client.stalledSince.isValid();
    return stalled ? Health::Stalled : Health::Good;
}

Severity severityOf(Health health)
{
    switch (health) {
    case Health::Failed:
        return Severity::Alert;
    case Health::Lost:
    case Health::Stalled:
        return Severity::Warning;
    case Health::Strained:
    case Health::Good:
    case Health::Idle:
        break;
    }
    return Severity::None;
}

Troubles &Troubles::operator+=(const Troubles &other)
{
    failed += other.failed;
    lost += other.lost;
    stalled += other.stalled;
    return *this;
}

void Troubles::count(Health health)
{
    failed += health == Health::Failed;
    lost += health == Health::Lost;
    stalled += health == Health::Stalled;
}

} // namespace castdeck
