// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace castdeck
{

/// What was written last, for whoever wants to look at it right afterwards and not read it again. What is not
/// here any more is where it was written. Thread: one at a time, which goes for making and dropping views as
/// well; a view is read in any.
class RecentWrites
{
public:
    using Bytes = std::vector<uint8_t>;
    /// What buffers may take together. A packet that is lost and repaired comes some milliseconds behind its
    /// neighbours, which are some megabytes on a fast network.
    static constexpr size_t RoomMost = size_t{4} * 1024 * 1024;

    struct Run {
        const uint8_t *bytes; ///< null: they are not here
        uint64_t length;      ///< at least 1
    };
    /// What is there at one moment, which shares the bytes and keeps them.
    class View
    {
    public:
        /// What is known of the bytes from @p offset on, as far as they lie in one buffer, or are in none; of
        /// at most so many.
        Run run(uint64_t offset, uint64_t most) const;

    private:
        friend class RecentWrites;
        struct Write {
            uint64_t offset;
            std::shared_ptr<Bytes> bytes;

            uint64_t behind() const { return offset + bytes->size(); }
        };
        std::deque<Write> m_writes; ///< the oldest first
    };
    const View &view() const { return m_view; }

    /// The bytes are at @p offset now. A buffer comes back that can be used again, or an empty one.
    Bytes add(uint64_t offset, Bytes bytes);
    /// Drops the writes of these bytes; where one reaches beyond them, all writes, or what it was written
    /// over would come to light.
    void forget(uint64_t offset, uint64_t length);

private:
    void letGo(const View::Write &write);

    View m_view;
    size_t m_room = 0; ///< what the buffers of its writes take
    std::vector<Bytes> m_spare;
};

} // namespace castdeck
