// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/reporter.h"

namespace castdeck
{

/// Finds out that a session waits for this machine, and why: of three seconds it was the master most of the
/// time, and asked to slow down once a second, or lost a hundredth of the packets.
class Slowness
{
public:
    /// To be called with each report of a session, in time order. In one sentence what to look at, once.
    std::optional<QString> look(const ProgressReport &report, Instant now);

private:
    std::optional<QString> reasonOf(const ProgressReport &report) const;
    void startAnew(const ReceivingStatus &status, Instant now);

    std::optional<Instant> m_since;
    uint64_t m_slowDowns = 0; ///< at that time
    int m_reports = 0;        ///< since then
    int m_asMaster = 0;       ///< of these
    bool m_told = false;
};

} // namespace castdeck
