// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sessionvalues.h"

namespace castdeck
{

/// How many packets may be sent and not yet acknowledged by the master (multicast-transport §5.7, §5.9).
class CongestionWindow
{
public:
    explicit CongestionWindow(const SessionParameters &parameters)
        : m_expMax(parameters.windowExpMax), m_max(parameters.windowMax), m_cut(parameters.windowCut)
    {
    }

    /// Back to one packet, as on entering state Data (Choice T17).
    void reset() { m_size = 1; }
    /// @p k packets were newly acknowledged. Only one of the two growth rules applies (Choice T28).
    void acknowledged(uint64_t k);
    /// One loss event, or a receiver that cannot keep up.
    void cut();

    double size() const { return m_size; }
    uint64_t packets() const { return static_cast<uint64_t>(m_size); }

private:
    double m_size = 1;
    double m_expMax;
    double m_max;
    double m_cut;
};

} // namespace castdeck
