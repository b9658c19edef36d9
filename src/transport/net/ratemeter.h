// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <array>
#include <cstdint>

namespace castdeck
{

/// Bytes per second over the last five seconds (Choice A14), in steps of a quarter second.
class RateMeter
{
public:
    explicit RateMeter(Instant start) : m_slotStart(start) {}

    void add(uint64_t bytes, Instant now)
    {
        moveTo(now);
        m_slots[m_slot] += bytes;
        m_sum += bytes;
    }

    uint64_t bytesPerSecond(Instant now)
    {
        moveTo(now);
        const auto seen = std::chrono::duration<double>(Step) * static_cast<double>(m_filled) +
                          std::chrono::duration<double>(now - m_slotStart);
        return seen.count() > 0.1 ? static_cast<uint64_t>(static_cast<double>(m_sum) / seen.count()) : 0;
    }

private:
    static constexpr std::chrono::milliseconds Step{250};

    void moveTo(Instant now)
    {
        if (now - m_slotStart > Step * static_cast<int>(2 * m_slots.size())) {
            m_slots.fill(0);
            m_sum = 0;
            m_filled = m_slots.size() - 1;
            m_slotStart = now;
        }
        while (now - m_slotStart >= Step) {
            m_slotStart += Step;
            m_slot = (m_slot + 1) % m_slots.size();
            m_sum -= m_slots[m_slot];
            m_slots[m_slot] = 0;
            m_filled = m_filled + 1 < m_slots.size() ? m_filled + 1 : m_slots.size() - 1;
        }
    }

    std::array<uint64_t, 20> m_slots{};
    size_t m_slot = 0;
    size_t m_filled = 0;
    uint64_t m_sum = 0;
    Instant m_slotStart;
};

} // namespace castdeck
