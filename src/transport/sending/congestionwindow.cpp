// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/congestionwindow.h"

#include <algorithm>
#include <cmath>

namespace castdeck
{

namespace
{

// By which it grows in a round trip.
constexpr double Share = 1.0 / 64;
constexpr double Packets = 1;
constexpr double Least = 2;
/// One that is lost after a long peace is not many losses.
constexpr double RoundTripsMost = 8;

} // namespace

void CongestionWindow::acknowledged(uint64_t k)
{
    const auto packets = static_cast<double>(k);
    if (m_size < m_threshold)
        m_size = std::min(m_size + 2 * packets, m_threshold);
    else
        m_size = std::min(m_size + packets * (Share + Packets / m_size), m_max);
}

void CongestionWindow::cut(double share, double roundTrips)
{
    const double left = std::pow(1 - share / 2, std::clamp(roundTrips, 1.0, RoundTripsMost));
    m_size = std::max(std::max(left, m_cut) * m_size, Least);
    m_threshold = m_size;
}

} // namespace castdeck
