// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/recentwrites.h"

#include <algorithm>
#include <utility>

namespace castdeck
{

namespace
{
/// What a buffer takes beside its bytes, so that many small ones are bounded as well.
constexpr size_t Overhead = 128;
constexpr size_t SpareMost = 4;

size_t roomOf(const RecentWrites::Bytes &bytes)
{
    return bytes.capacity() + Overhead;
}
} // namespace

/// Its buffer can be used again unless a view has it; the large ones are worth it.
void RecentWrites::letGo(const View::Write &write)
{
    m_room -= roomOf(*write.bytes);
    if (write.bytes.use_count() > 1)
        return;
    m_spare.push_back(std::move(*write.bytes));
    if (m_spare.size() > SpareMost)
        m_spare.erase(std::ranges::min_element(m_spare, {}, &Bytes::capacity));
}

RecentWrites::Bytes RecentWrites::add(uint64_t offset, Bytes bytes)
{
    std::deque<View::Write> &writes = m_view.m_writes;
    m_room += roomOf(bytes);
    writes.push_back({offset, std::make_shared<Bytes>(std::move(bytes))});
    // The oldest goes first, so that none comes to light again which was written over.
    while (m_room > RoomMost) {
        letGo(writes.front());
        writes.pop_front();
    }
    if (m_spare.empty())
        return {};
    Bytes spare = std::move(m_spare.back());
    m_spare.pop_back();
    return spare;
}

void RecentWrites::forget(uint64_t offset, uint64_t length)
{
    const auto hasPart = [&](const View::Write &write) {
        return write.offset < offset + length && write.behind() > offset;
    };
    const bool anyCrosses = std::ranges::any_of(m_view.m_writes, [&](const View::Write &write) {
        return hasPart(write) && (write.offset < offset || write.behind() > offset + length);
    });
    std::erase_if(m_view.m_writes, [&](const View::Write &write) {
        const bool goes = anyCrosses || hasPart(write);
        if (goes)
            letGo(write);
        return goes;
    });
}

RecentWrites::Run RecentWrites::View::run(uint64_t offset, uint64_t most) const
{
    for (auto write = m_writes.rbegin(); write != m_writes.rend(); ++write) {
        if (write->offset <= offset && offset < write->behind())
            return {write->bytes->data() + (offset - write->offset),
                    std::min(most, write->behind() - offset)};
        if (write->offset > offset)
            most = std::min(most, write->offset - offset); // there something newer begins
    }
    return {nullptr, most};
}

} // namespace castdeck
