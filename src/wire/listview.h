// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace castdeck::wire
{

/// The elements of a counted list, either owned elsewhere as values (when writing) or still as bytes in the
/// datagram (when reading). No copy, no allocation; valid as long as what it looks at.
/// T needs `static constexpr size_t wireSize` and `static T read(const uint8_t *)`.
template <class T>
class ListView
{
public:
    ListView() = default;
    ListView(std::span<const T> values) : m_values(values.data()), m_count(values.size()) {}
    static ListView fromBytes(const uint8_t *bytes, size_t count)
    {
        ListView view;
        view.m_bytes = bytes;
        view.m_count = count;
        return view;
    }

    size_t size() const { return m_count; }
    bool empty() const { return m_count == 0; }
    T operator[](size_t i) const { return m_bytes ? T::read(m_bytes + i * T::wireSize) : m_values[i]; }

    class Iterator
    {
    public:
        Iterator(const ListView *list, size_t i) : m_list(list), m_i(i) {}
        T operator*() const { return (*m_list)[m_i]; }
        Iterator &operator++()
        {
            ++m_i;
            return *this;
        }
        bool operator!=(const Iterator &other) const { return m_i != other.m_i; }

    private:
        const ListView *m_list;
        size_t m_i;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, m_count}; }

private:
    const T *m_values = nullptr;
    const uint8_t *m_bytes = nullptr;
    size_t m_count = 0;
};

} // namespace castdeck::wire
