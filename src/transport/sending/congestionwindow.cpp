// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/congestionwindow.h"

#include <algorithm>

namespace castdeck
{

void CongestionWindow::acknowledged(uint64_t k)
{
    const double packets = static_cast<double>(k);
    if (m_size < m_expMax)
        m_size = std::min(m_size + 2 * packets, m_expMax);
    else
        m_size = std::min(m_size + packets, m_max);
}

void CongestionWindow::cut()
{
    m_size = std::max(m_cut * m_size, 2.0);
}

} // namespace castdeck
