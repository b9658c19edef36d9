// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace castdeck
{

/// A rate that several sessions share, such as that of a server or a namespace. Whoever has something to send
/// gets an equal part; what one cannot use goes to the others. Thread-safe.
class SharedRate
{
public:
    /// @p bytesPerSecond of payload, 0: no limit.
    explicit SharedRate(uint64_t bytesPerSecond = 0) : m_rate(bytesPerSecond) {}

    void setRate(uint64_t bytesPerSecond, Instant now);
    uint64_t rate() const;

    /// The place of one session. Not thread-safe itself; destroying it gives the place up.
    class Part
    {
    public:
        explicit Part(std::shared_ptr<SharedRate> shared);
        Part(Part &&) noexcept = default;
        Part &operator=(Part &&) = delete;
        ~Part();

        /// True when a burst may go out now; asking says that there is one.
        bool allows(Instant now);
        void spend(uint64_t bytes);
        uint64_t rate() const { return m_shared->rate(); }
        /// When it is worth asking again; @p now if allows() would be true. Whoever asks is waited for.
        Instant opensAt(Instant now) const;

    private:
        std::shared_ptr<SharedRate> m_shared;
        uint64_t m_id;
    };

private:
    struct Member {
        double spent = 0;                    ///< bytes, on a scale all members share
        Instant wantsUntil = Instant::min(); ///< it has something to send, or says so again by then
    };
    void fill(Instant now);
    double depth() const { return static_cast<double>(m_rate) / 100; }
    /// The least that a member that has something to send has spent.
    double leastSpent(Instant now) const;
    bool mayNow(const Member &member, Instant now) const;

    mutable std::mutex m_mutex; // guards everything below
    uint64_t m_rate;
    double m_tokens = 0;
    Instant m_filledAt = Instant::min();
    uint64_t m_lastId = 0;
    std::map<uint64_t, Member> m_members;
};

} // namespace castdeck
