// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/lossestimator.h"

#include "wire/transportpacket.h"

#include <cmath>

namespace castdeck
{

namespace
{
constexpr double Keep = 65036.0 / 65536.0; // share of the old value kept per packet
}

void LossEstimator::begin(uint64_t judged)
{
    m_rate = 0;
    m_highest = judged;
}

void LossEstimator::lost(uint64_t packets)
{
    if (packets > 0)
        m_rate = 1 - (1 - m_rate) * std::pow(Keep, static_cast<double>(packets));
}

void LossEstimator::spm(uint64_t lead)
{
    if (lead <= m_highest)
        return;
    lost(lead - m_highest);
    m_highest = lead;
}

void LossEstimator::oData(uint64_t number)
{
    if (number <= m_highest)
        return;
    lost(number - m_highest - 1);
    m_rate *= Keep;
    m_highest = number;
}

void LossEstimator::rData(uint64_t number)
{
    spm(number); // its ODATA was lost, and so was everything since the last one
}

uint64_t LossEstimator::wireValue() const
{
    return static_cast<uint64_t>(std::floor(m_rate * static_cast<double>(wire::LossRateOne)));
}

} // namespace castdeck
