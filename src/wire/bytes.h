// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/address.h"
#include "wire/listview.h"
#include "wire/rejection.h"

#include <QtEndian>
#include <algorithm>
#include <concepts>
#include <optional>
#include <span>

// How structs become bytes and back; internal to the wire library. A layout is a template that names the
// fields in their order once and is run with a Reader or a Writer, so the two directions cannot drift apart.

namespace castdeck::wire
{

/// Id of an option; each protocol has a list of its own.
enum class Option : uint16_t;

/// Reads fields one after the other. The first failure is kept, everything after it reads nothing.
class Reader
{
public:
    template <class T>
    using Field = T &;
    static constexpr bool writes = false;

    explicit Reader(std::span<const uint8_t> bytes) : m_left(bytes) {}

    template <std::unsigned_integral... T>
    void operator()(T &...fields)
    {
        (read(fields), ...);
    }

    void require(bool condition, Rejection otherwise)
    {
        if (!condition)
            fail(otherwise);
    }

    /// @p length bytes to the front of @p array.
    template <size_t N>
    void raw(std::array<uint8_t, N> &array, size_t length)
    {
        std::ranges::copy(take(length, Rejection::Truncated), array.begin());
    }

    /// Bytes with their 16-bit length before them.
    void counted(std::span<const uint8_t> &bytes)
    {
        uint16_t length = 0;
        read(length);
        bytes = take(length, Rejection::LengthOverrun);
    }

    /// Elements with their 16-bit count before them.
    template <class T>
    void list(ListView<T> &elements, size_t limit)
    {
        uint16_t count = 0;
        read(count);
        require(count <= limit, Rejection::BadCount);
        const auto bytes = take(count * T::wireSize, Rejection::LengthOverrun);
        elements = ListView<T>::fromBytes(bytes.data(), bytes.size() / T::wireSize);
    }

    /// Checks the options to their end, and that nothing follows them. No bytes at all are no options.
    void beginOptions()
    {
        if (m_left.empty())
            return;
        uint16_t count = 0;
        require(m_left.size() >= sizeof(count), Rejection::BadOptions);
        read(count);
        m_options = m_left;
        for (; count > 0 && !m_failure; --count) {
            require(m_left.size() >= OptionHeader, Rejection::BadOptions);
            if (m_failure)
                break;
            const auto length = qFromBigEndian<uint16_t>(m_left.data() + 2);
            m_left = m_left.subspan(OptionHeader);
            take(length, Rejection::BadOptions);
        }
        expectEnd();
    }

    /// The value of the first option with that id. Only after beginOptions() has succeeded.
    std::optional<std::span<const uint8_t>> option(Option id) const
    {
        for (auto at = m_options; !m_failure && !at.empty();) {
            const auto length = qFromBigEndian<uint16_t>(at.data() + 2);
            if (qFromBigEndian<uint16_t>(at.data()) == static_cast<uint16_t>(id))
                return at.subspan(OptionHeader, length);
            at = at.subspan(OptionHeader + length);
        }
        return std::nullopt;
    }

    std::span<const uint8_t> take(size_t length, Rejection otherwise)
    {
        if (m_left.size() < length) {
            fail(otherwise);
            return {};
        }
        const auto taken = m_left.first(length);
        m_left = m_left.subspan(length);
        return taken;
    }

    void expectEnd() { require(m_left.empty(), Rejection::TrailingBytes); }
    std::optional<Rejection> failure() const { return m_failure; }

private:
    static constexpr size_t OptionHeader = 4;

    template <std::unsigned_integral T>
    void read(T &field)
    {
        const auto bytes = take(sizeof(T), Rejection::Truncated);
        if (!bytes.empty())
            field = qFromBigEndian<T>(bytes.data());
    }

    void fail(Rejection why)
    {
        if (!m_failure)
            m_failure = why;
        m_left = {};
    }

    std::span<const uint8_t> m_left;
    std::span<const uint8_t> m_options;
    std::optional<Rejection> m_failure;
};

/// Writes fields one after the other. What does not fit, or may not be written, makes the whole packet void.
class Writer
{
public:
    template <class T>
    using Field = const T &;
    static constexpr bool writes = true;

    explicit Writer(std::span<uint8_t> out) : m_out(out) {}

    template <std::unsigned_integral... T>
    void operator()(const T &...fields)
    {
        (write(fields), ...);
    }

    void require(bool condition, Rejection) { m_good = m_good && condition; }

    void raw(std::span<const uint8_t> bytes, size_t length)
    {
        require(length <= bytes.size(), Rejection::LengthOverrun);
        if (uint8_t *to = reserve(length))
            std::copy_n(bytes.begin(), length, to);
    }

    void counted(std::span<const uint8_t> bytes)
    {
        writeCount(bytes.size());
        raw(bytes, bytes.size());
    }

    template <class T>
    void list(const ListView<T> &elements, size_t limit)
    {
        require(elements.size() <= limit, Rejection::BadCount);
        writeCount(elements.size());
        for (const T &element : elements) {
            if (!m_good)
                break;
            layout(*this, element);
        }
    }

    void beginOptions()
    {
        m_optionsCount = 0;
        m_optionsAt = m_size;
        write(m_optionsCount);
    }

    void option(Option id, std::span<const uint8_t> value)
    {
        write(static_cast<uint16_t>(id));
        counted(value);
        ++m_optionsCount;
        if (m_good)
            qToBigEndian(m_optionsCount, m_out.data() + m_optionsAt);
    }

    template <std::unsigned_integral T>
    void option(Option id, T value)
    {
        std::array<uint8_t, sizeof(T)> bytes;
        qToBigEndian(value, bytes.data());
        option(id, bytes);
    }

    /// Bytes written, 0 if anything went wrong.
    size_t size() const { return m_good ? m_size : 0; }

    /// Room for @p length bytes at the end, or nullptr.
    uint8_t *reserve(size_t length)
    {
        m_good = m_good && m_out.size() - m_size >= length;
        if (!m_good)
            return nullptr;
        m_size += length;
        return m_out.data() + m_size - length;
    }

private:
    template <std::unsigned_integral T>
    void write(T value)
    {
        if (uint8_t *to = reserve(sizeof(T)))
            qToBigEndian(value, to);
    }

    void writeCount(size_t count)
    {
        require(count <= UINT16_MAX, Rejection::BadCount);
        write(static_cast<uint16_t>(count));
    }

    std::span<uint8_t> m_out;
    size_t m_size = 0;
    size_t m_optionsAt = 0;
    uint16_t m_optionsCount = 0;
    bool m_good = true;
};

} // namespace castdeck::wire
