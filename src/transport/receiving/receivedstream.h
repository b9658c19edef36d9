// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/receiving/lossestimator.h"
#include "transport/sink/missingranges.h"

namespace castdeck
{

/// What a receiver knows of the stream of data packets: where it came in, how far the stream is, what is
/// missing (multicast-transport §6.3 to §6.5, Choices T49 to T51).
class ReceivedStream
{
public:
    /// The last number that is taken from a packet: +1 must not wrap.
    static constexpr uint64_t NumberMax = UINT64_MAX - 1;
    /// More gaps than this are given up, oldest first: a later round brings the blocks. Bounds the memory
    /// that a hostile sender can claim.
    static constexpr size_t GapsMax = 65'536;

    void spm(uint64_t trail, uint64_t lead);
    /// False if the packet lies before the point where this receiver came in: its payload is welcome, nothing
    /// else of it counts. Else one of the next two follows.
    bool data(uint64_t number, uint64_t trail, bool repair);
    void received(uint64_t number) { m_missing.arrived(number); }
    /// There was no room for it: it is missing.
    void refused(uint64_t number) { m_missing.end(number); }

    const MissingRanges &missing() const { return m_missing; }
    uint64_t contiguous() const { return m_missing.contiguous(); }
    uint64_t highest() const { return m_highest; } ///< really seen, 0 if none
    const LossEstimator &loss() const { return m_loss; }

private:
    uint64_t m_first = 0; ///< 0: not set
    uint64_t m_highest = 0;
    uint64_t m_lead = 0;
    MissingRanges m_missing;
    LossEstimator m_loss;
};

} // namespace castdeck
