// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "wire/transportpacket.h"

#include <optional>

namespace castdeck
{

/// The keys of a group one after the other (docs/protocol.md, Encrypted sessions): when the next one is drawn
/// and when it is used. It sends nothing.
class GroupKeys
{
public:
    /// Others who go at the same time are left out of the same key.
    static constexpr std::chrono::milliseconds Gather{50};
    /// From drawing a key to using it, at most: so long all who stay can be told.
    static constexpr std::chrono::milliseconds Telling{300};

    explicit GroupKeys(uint32_t firstNumber) { m_isGood = draw(m_current, firstNumber); }

    /// False: no key can be drawn any more, because the system has no secrets or the numbers have come to
    /// their end. Nothing may be sent then.
    bool isGood() const { return m_isGood; }
    const wire::GroupKey &current() const { return m_current; }
    const std::optional<wire::GroupKey> &next() const { return m_next; }
    uint32_t newest() const { return m_next ? m_next->number : m_current.number; }

    /// Somebody who was told keys shall not read on.
    void leaveOut(Instant now)
    {
        // Whoever knows the next key has to wait for the one after it, which follows at once.
        if (m_next)
            m_again = true;
        else
            m_drawAt = std::min(m_drawAt, now + Gather);
    }
    /// The present key has sealed enough.
    void replace(Instant now)
    {
        if (!m_next)
            m_drawAt = now;
    }

    enum class Step : uint8_t { None, Drawn, Used };
    /// What is due at @p now, one step a call; @p allKnow: nobody has to be told the next key any more.
    Step advance(bool allKnow, Instant now)
    {
        if (m_next && (allKnow || now >= m_useAt)) {
            m_current = *m_next;
            m_next.reset();
            m_drawAt = m_again ? now : Instant::max();
            m_again = false;
            return Step::Used;
        }
        if (m_next || now < m_drawAt || !m_isGood)
            return Step::None;
        m_drawAt = Instant::max();
        m_useAt = now + Telling;
        m_isGood = m_current.number < UINT32_MAX && draw(m_next.emplace(), m_current.number + 1);
        if (!m_isGood)
            m_next.reset();
        return Step::Drawn;
    }
    Instant deadline() const { return m_next ? m_useAt : m_drawAt; }

private:
    static bool draw(wire::GroupKey &key, uint32_t number)
    {
        const auto drawn = wire::randomCipherKey();
        key = {number, drawn.value_or(wire::CipherKey{})};
        return drawn.has_value();
    }

    wire::GroupKey m_current;
    std::optional<wire::GroupKey> m_next;
    Instant m_drawAt = Instant::max();
    Instant m_useAt{};
    bool m_again = false;
    bool m_isGood = false;
};

} // namespace castdeck
