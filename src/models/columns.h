// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <bit>

namespace castdeck
{

/// The columns of InventoryModel. One column serves several kinds of row where the reader asks the same
/// question:
///
/// | column    | server        | session               | published folder | client                 |
/// |-----------|---------------|-----------------------|------------------|------------------------|
/// | Name      | display name  | content               | name             | machine name           |
/// | Namespace | group         | namespace             | folder           |                        |
/// | State     | connection    | state                 | published        | state, master          |
/// | Progress  |               | mean of its clients   |                  | percent                |
/// | Rate      | sum           | payload rate          |                  | what it gets a second  |
/// | Remaining |               | of its slowest client |                  | as it gets on          |
/// | Clients   | sum           | number                |                  |                        |
/// | Loss      |               | mean of its clients   |                  | percent                |
/// | RoundTrip |               |                       |                  | ms, – if not measured  |
/// | JoinedFor |               |                       |                  | h:mm:ss                |
/// | Started   |               | when it began         |                  | when it joined         |
/// | Size      |               | of the content        |                  |                        |
/// | Cpu, Memory, Network |    |                       |                  | percent, – if unknown  |
/// | Address   |               | group:port            |                  | IP address             |
/// | Interface |               | the server's, by name |                  | MAC address            |
/// | Rejected  |               | datagrams dropped     |                  |                        |
/// | Health    | the worst of it and of what is below it, in a word                                  |
///
/// What is over says what it was, and in Clients how many of how many have it.
enum class Column : quint8 {
    Name,
    Namespace,
    State,
    Progress,
    Rate,
    Remaining,
    Clients,
    Loss,
    RoundTrip,
    JoinedFor,
    Started,
    Size,
    Cpu,
    Memory,
    Network,
    Address,
    Interface,
    Rejected,
    Health,
};
inline constexpr int ColumnCount = 19;

/// Some of the columns.
class ColumnSet
{
public:
    constexpr ColumnSet() = default;
    constexpr ColumnSet(Column column) : m_bits(1u << static_cast<unsigned>(column)) {}
    static constexpr ColumnSet all()
    {
        ColumnSet set;
        set.m_bits = (1u << ColumnCount) - 1;
        return set;
    }

    constexpr bool isEmpty() const { return m_bits == 0; }
    constexpr bool intersects(ColumnSet other) const { return (m_bits & other.m_bits) != 0; }
    /// Of a set that is not empty.
    constexpr int first() const { return std::countr_zero(m_bits); }
    constexpr int last() const { return static_cast<int>(std::bit_width(m_bits)) - 1; }

    constexpr ColumnSet &operator|=(ColumnSet other)
    {
        m_bits |= other.m_bits;
        return *this;
    }
    friend constexpr bool operator==(ColumnSet, ColumnSet) = default;

private:
    quint32 m_bits = 0;
};

constexpr ColumnSet operator|(ColumnSet a, ColumnSet b)
{
    return a |= b;
}
constexpr ColumnSet operator|(Column a, Column b)
{
    return ColumnSet(a) | ColumnSet(b);
}

/// "These columns if that changed": reads as a table in the functions that compare rows.
constexpr ColumnSet when(bool changed, ColumnSet columns)
{
    return changed ? columns : ColumnSet();
}

} // namespace castdeck
