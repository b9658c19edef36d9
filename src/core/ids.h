// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QMetaType>
#include <QString>
#include <compare>

namespace castdeck
{

/// A key that cannot be mistaken for another kind of key. Trivially copyable when Value is.
template <class Tag, class Value>
class Id
{
public:
    constexpr Id() = default;
    constexpr explicit Id(Value value) : m_value(std::move(value)) {}

    constexpr const Value &value() const { return m_value; }
    /// False for the "none" of the wire (0), true for every id of a real object.
    constexpr bool isValid() const { return m_value != Value{}; }

    friend constexpr bool operator==(const Id &, const Id &) = default;
    friend constexpr auto operator<=>(const Id &a, const Id &b) { return a.m_value <=> b.m_value; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    Value m_value{};
};

/// Given at registration; the key of a namespace, not its name (a tombstone may share the name).
using NamespaceId = Id<struct NamespaceTag, quint32>;
/// One file of a namespace that at least one session carries.
using ContentId = Id<struct ContentTag, quint32>;
/// The SessionId of the packets; unique on its server.
using SessionId = Id<struct SessionTag, quint32>;
/// Unique on its server, never 0; 0 as a master means "none".
using ClientId = Id<struct ClientTag, quint32>;

/// Names one server in one console: a profile's key, never sent over a wire.
class ServerId
{
public:
    ServerId() = default;
    explicit ServerId(QString value) : m_value(std::move(value)) {}

    const QString &value() const { return m_value; }
    bool isValid() const { return !m_value.isEmpty(); }

    friend bool operator==(const ServerId &, const ServerId &) = default;
    friend bool operator<(const ServerId &a, const ServerId &b) { return a.m_value < b.m_value; }
    friend size_t qHash(const ServerId &id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    QString m_value;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::NamespaceId)
Q_DECLARE_METATYPE(castdeck::ContentId)
Q_DECLARE_METATYPE(castdeck::SessionId)
Q_DECLARE_METATYPE(castdeck::ClientId)
Q_DECLARE_METATYPE(castdeck::ServerId)
