// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/receiving/receivingsession.h"
#include "wire/transportpacket.h"

#include <array>
#include <vector>

namespace castdeck
{

/// What is wrong with a machine.
enum class Sickness {
    None,
    NeverAdvances, ///< acknowledges, and always the same
    NacksForEver,  ///< acknowledges nothing and asks for everything, again and again
    LiesAboutTime, ///< is in the session for ever, and waited as long before it answered
    NonsenseEcho,  ///< echoes a time of long ago
    MtuHole,       ///< hears everything but data
    Freezes,       ///< neither hears nor speaks any more
    Sleeps,        ///< the same, and wakes up again
    IgnoresKick,   ///< goes on when it is told to go
};
inline constexpr std::array AllSicknesses{
    Sickness::NeverAdvances, Sickness::NacksForEver, Sickness::LiesAboutTime, Sickness::NonsenseEcho,
    Sickness::MtuHole,       Sickness::Freezes,      Sickness::Sleeps,        Sickness::IgnoresKick};
const char *name(Sickness sickness);

/// Spoils what a machine hears and says.
class SickNerves
{
public:
    using Datagram = std::vector<uint8_t>;

    SickNerves() = default;
    SickNerves(Sickness sickness, const ReceivingSettings &settings);

    Sickness sickness() const { return m_sickness; }
    bool hears(wire::Bytes packet);
    /// What comes out instead of @p packet; empty: nothing.
    Datagram spoil(wire::Bytes packet);
    /// What it says by itself when it has heard the last packet; empty: nothing.
    Datagram outcry(Instant now);

private:
    Datagram encode(const wire::TransportBody &body, uint64_t senderTime);

    Sickness m_sickness = Sickness::None;
    uint32_t m_sessionId = 0;
    std::optional<ReceivingKeys> m_keys;       ///< it hears and speaks with them
    std::optional<wire::PacketSecurity> m_own; ///< opens what it was about to say
    uint64_t m_heardLead = 0;                  ///< told by the last packet, 0: nothing
    uint32_t m_clientId = 0;
    std::optional<uint64_t> m_acknowledged;
    Instant m_criedAt{};
};

} // namespace castdeck
