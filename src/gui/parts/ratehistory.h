// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>

namespace castdeck
{

/// The last samples of a session, one per second, newest last.
class RateHistory
{
public:
    static constexpr std::size_t Window = 120;

    struct Sample {
        double rate = 0; ///< bytes per second
        double loss = 0; ///< 0…1, mean of the clients
    };

    void add(Sample sample)
    {
        if (m_samples.size() == Window)
            m_samples.pop_front();
        m_samples.push_back(sample);
    }
    const std::deque<Sample> &samples() const { return m_samples; }

private:
    std::deque<Sample> m_samples;
};

} // namespace castdeck
