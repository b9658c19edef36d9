// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/receivedstream.h"

#include <algorithm>

namespace castdeck
{

void ReceivedStream::spm(uint64_t trail, uint64_t lead)
{
    lead = std::min(lead, NumberMax - 1);
    if (m_first == 0) {
        m_first = std::max<uint64_t>(1, lead);
        m_missing.begin(lead + 1);
        m_loss.begin(lead);
    }
    m_lead = std::max(m_lead, lead);
    m_loss.spm(lead);
    m_missing.start(std::min(trail, m_lead + 1));
    m_missing.end(lead);
}

bool ReceivedStream::data(uint64_t number, uint64_t trail, bool repair)
{
    if (number > NumberMax)
        return false;
    if (m_first == 0) {
        m_first = number;
        m_missing.begin(number);
        m_loss.begin(number - 1);
    }
    if (number < m_first)
        return false;
    m_lead = std::max(m_lead, number);
    m_highest = std::max(m_highest, number);
    if (repair)
        m_loss.rData(number);
    else
        m_loss.oData(number);
    m_missing.start(std::min(trail, number));
    m_missing.end(number - 1);
    while (m_missing.ranges().size() > GapsMax)
        m_missing.start(m_missing.ranges().begin()->second + 1);
    return true;
}

} // namespace castdeck
