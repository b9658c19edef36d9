// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session/addresspool.h"
#include "engine/session/session.h"
#include "engine/session/sessionranges.h"

#include <map>
#include <memory>
#include <vector>

namespace castdeck
{

/// Makes sessions run: finds a free group and port, numbers, key and block size, and starts the sending
/// thread.
class SessionStarter
{
public:
    explicit SessionStarter(const EngineSettings &settings);

    struct Plan {
        SessionKind kind;
        ContentId contentId;
        SessionId id;
        NetworkInterface interface;
        bool waitsForStart = false;
        /// Of the session that this one is below: block size and key are the same (Choice T45).
        const SendingSettings *upper = nullptr;
        std::vector<std::shared_ptr<SharedRate>> sharedRates{};
    };
    /// A port that another program holds is passed over; NoSystemResources when none is left.
    Result<Session::Start> start(const Plan &plan, const std::shared_ptr<const ContentSource> &source);
    /// Of sessions that start from now on; bytes per second, 0: none.
    void setRateLimit(uint64_t limit) { m_settings.rateLimit = limit; }
    /// Of sessions that start from now on.
    void setRanges(const SessionRanges &ranges);
    const SessionRanges &ranges() const { return m_ranges; }
    /// An id that no client has or had.
    ClientId freshClientId() { return m_clientIds->next(); }
    /// Says in the grant of an encrypted session whom it is for: somebody new. NoSystemResources: the system
    /// has no secrets.
    Result<wire::Member> addMember(InitiationGrant &grant);
    /// Group and port of a session that ended.
    void release(const wire::Endpoint &group);

    /// What is granted for content of 0 bytes: addresses and id as for any session, but there is none behind
    /// them. A receiver is complete at once and never joins (Choice A02), so nothing is held for it.
    Result<InitiationGrant> grantOfNothing(const Plan &plan);

private:
    Result<AddressPool *> pool(const NetworkInterface &interface);
    SendingSettings sendingSettings(const Plan &plan, const wire::Endpoint &group) const;

    EngineSettings m_settings;
    std::shared_ptr<ClientIds> m_clientIds = std::make_shared<ClientIds>();
    SessionRanges m_ranges;
    uint32_t m_lastMember = 0;
    std::map<uint8_t, AddressPool> m_pools; ///< by address length; made for the first session's interface
    std::vector<wire::Endpoint> m_held;     ///< by running sessions
};

} // namespace castdeck
