// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sessionvalues.h"

namespace castdeck
{

/// How many packets may be on their way to the master and back (multicast-transport §5.7, §5.9). By Choices
/// T28 and T29 it would double in every round trip and be cut by a quarter for any loss: too much where a
/// queue overflows, too little where packets are lost at random, as by radio. So it doubles up to where it
/// was cut last, and grows slowly from there; a cut is by half of what is lost, and by a quarter at most. A
/// queue that overflows is left with a loss of few hundredths, and as much at random holds nothing back.
class CongestionWindow
{
public:
    explicit CongestionWindow(const SessionParameters &parameters)
        : m_expMax(parameters.windowExpMax)
        , m_threshold(m_expMax)
        , m_max(parameters.windowMax)
        , m_cut(parameters.windowCut)
    {
    }

    /// Back to one packet, as on entering state Data (Choice T17).
    void reset()
    {
        m_size = 1;
        m_threshold = m_expMax;
    }
    /// @p k packets were newly acknowledged. Only one of the two growth rules applies (Choice T28).
    void acknowledged(uint64_t k);
    /// Loss events of a receiver that loses this share of all packets, one in each of so many round trips, of
    /// which eight count; a share of everything: one that cannot keep up.
    void cut(double share = 1, double roundTrips = 1);

    double size() const { return m_size; }
    uint64_t packets() const { return static_cast<uint64_t>(m_size); }

private:
    double m_size = 1;
    double m_expMax;
    double m_threshold; ///< up to which it doubles
    double m_max;
    double m_cut;
};

} // namespace castdeck
