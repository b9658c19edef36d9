// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sendingclient.h"

namespace castdeck
{

/// How long a session stands still, and for whom. The master has the window: while it acknowledges nothing
/// new, all others wait for it, so there is a measure to it (sick-machine rule).
class Standstill
{
public:
    /// Who stood still so often is not waited for any more while somebody else is there.
    static constexpr int Most = 3;

    Standstill(const SessionParameters &parameters, Instant now) : m_parameters(parameters), m_lookedAt(now)
    {
    }

    /// Slow clients are judged by a policy: a master that pauses is waited for longer, so that it can be
    /// judged.
    void setJudged(bool judged) { m_judged = judged; }

    /// What it was since the last time, as expect() said, is counted; for @p master too, if there is one.
    void measure(SendingClient *master, Instant now);
    /// How it is from now on. @p dataWaits: there are data to send, and the clients do not take them.
    /// @p masterIsAwaited: what is under way is for it to acknowledge.
    void expect(bool dataWaits, bool masterIsAwaited);

    /// How long it may stand still, @p active clients being there.
    Duration patienceWith(const SendingClient &master, size_t active) const;
    /// When its time will be over, as things are; Instant::max() if it is not waited for.
    Instant deadline(const SendingClient *master, size_t active) const;
    /// Its requests count no more, because it stood still too often and others did not.
    static bool isGivenUp(const SendingClient &client, ClientId master, const SendingClients &clients);

    /// Those that lost the window and then got nothing of a twentieth of the content's @p totalBlocks, at
    /// least, of which the session has sent @p blocksSent: to others it came. Whoever got on is stuck no
    /// more.
    std::vector<ClientId> stuck(SendingClients &clients, uint64_t blocksSent, uint64_t totalBlocks,
                                Instant now) const;

    /// In all, for clients.
    Duration waited() const { return m_waited; }

private:
    SessionParameters m_parameters;
    bool m_judged = false;
    bool m_dataWaits = false;       ///< since m_lookedAt
    bool m_masterIsAwaited = false; ///< since m_lookedAt
    Instant m_lookedAt;
    Duration m_waited{};
};

} // namespace castdeck
