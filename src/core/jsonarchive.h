// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/words.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <variant>

/// Writing and reading plain structs as JSON objects from the one description of their fields that each has:
///     static void describe(auto &a, auto &v) { a("name", v.name); … }
/// where v is the struct, const or not, and `a` any archive, such as the two of this file:
///     a(key, field)          is always there; of an optional one, if it has a value
///     a.optional(key, field) may be left out: is, when it has its default value
///     a.assumed(key, field)  is always written, and keeps its value where it is missing
///     a.oneOf(variant)       the alternative, under its Name
/// An enum is one of its Words, or a number if it has none. Reading is strict: a missing key, a wrong type or
/// a value out of range is an error that says where; unknown keys are ignored. Integers are at most 2^53 - 1.
namespace castdeck::json
{

inline constexpr quint64 MaxInteger = (1ULL << 53U) - 1;

class Writer
{
public:
    template <class T>
    void operator()(const char *key, const T &value)
    {
        m_object.insert(QLatin1String(key), json(value));
    }
    template <class T>
    void operator()(const char *key, const std::optional<T> &value)
    {
        if (value)
            (*this)(key, *value);
    }
    template <class T>
    void optional(const char *key, const T &value)
    {
        if (!(value == T{}))
            (*this)(key, value);
    }
    template <class T>
    void assumed(const char *key, const T &value)
    {
        (*this)(key, value);
    }
    template <class... Named>
    void oneOf(const std::variant<Named...> &variant)
    {
        std::visit([&]<class T>(const T &value) { (*this)(T::Name, value); }, variant);
    }
    const QJsonObject &object() const { return m_object; }

    static QJsonValue json(const QString &value) { return value; }
    static QJsonValue json(bool value) { return value; }
    static QJsonValue json(double value) { return value; }
    static QJsonValue json(const QByteArray &value) { return QString::fromLatin1(value.toBase64()); }
    static QJsonValue json(const QDateTime &value)
    {
        return value.isValid() ? QJsonValue(value.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
    }
    template <std::unsigned_integral T>
    static QJsonValue json(const T &value)
    {
        return qint64(std::min<quint64>(value, MaxInteger));
    }
    template <class Tag, class Value>
    static QJsonValue json(const Id<Tag, Value> &id)
    {
        return json(id.value());
    }
    template <class T>
    static QJsonValue json(const QList<T> &list)
    {
        QJsonArray array;
        for (const T &item : list)
            array.append(json(item));
        return array;
    }
    template <class T>
    static QJsonValue json(const T &value)
    {
        if constexpr (HasWords<T>)
            return toText(value);
        else if constexpr (std::is_enum_v<T>)
            return json(std::underlying_type_t<T>(value));
        else
            return objectOf(value);
    }
    template <class T>
    static QJsonObject objectOf(const T &value)
    {
        Writer writer;
        if constexpr (!std::is_empty_v<T>)
            T::describe(writer, value);
        return writer.m_object;
    }

private:
    QJsonObject m_object;
};

class Reader
{
public:
    explicit Reader(QJsonObject object) : m_object(std::move(object)) {}

    template <class T>
    void operator()(const char *key, T &value)
    {
        take(key, value, true);
    }
    template <class T>
    void operator()(const char *key, std::optional<T> &value)
    {
        const QJsonValue found = m_object.value(QLatin1String(key));
        if (!found.isUndefined() && !found.isNull())
            take(key, value.emplace(), true);
    }
    template <class T>
    void optional(const char *key, T &value)
    {
        take(key, value, false);
    }
    template <class T>
    void assumed(const char *key, T &value)
    {
        take(key, value, false);
    }
    /// If there is none, the first one is missing.
    template <class First, class... Named>
    void oneOf(std::variant<First, Named...> &variant)
    {
        if (!(takeNamed<Named>(variant) || ...))
            (*this)(First::Name, variant.template emplace<First>());
    }
    /// What is wrong and where, such as ".order.type is missing"; empty if all is well.
    const QString &error() const { return m_error; }

    /// Empty, or what is wrong with the value, to be appended to what it is called.
    static QString read(const QJsonValue &json, QString &value)
    {
        value = json.toString();
        return json.isString() ? QString() : QStringLiteral(" must be a string");
    }
    static QString read(const QJsonValue &json, bool &value)
    {
        value = json.toBool();
        return json.isBool() ? QString() : QStringLiteral(" must be true or false");
    }
    static QString read(const QJsonValue &json, double &value)
    {
        value = json.toDouble();
        return json.isDouble() && std::isfinite(value) ? QString() : QStringLiteral(" must be a number");
    }
    static QString read(const QJsonValue &json, QByteArray &value)
    {
        auto decoded = QByteArray::fromBase64Encoding(json.toString().toLatin1(),
                                                      QByteArray::AbortOnBase64DecodingErrors);
        value = std::move(decoded.decoded);
        return json.isString() && decoded.decodingStatus == QByteArray::Base64DecodingStatus::Ok
                   ? QString()
                   : QStringLiteral(" must be base64");
    }
    static QString read(const QJsonValue &json, QDateTime &value)
    {
        value = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
        if (json.isNull() || (value.isValid() && value.timeSpec() != Qt::LocalTime)) {
            value = value.toUTC();
            return {};
        }
        return QStringLiteral(" must be a time with its zone");
    }
    template <std::unsigned_integral T>
    static QString read(const QJsonValue &json, T &value)
    {
        constexpr auto max = std::min<quint64>(MaxInteger, std::numeric_limits<T>::max());
        const double number = json.toDouble(-1);
        if (!(number >= 0 && number <= double(max)) || number != std::floor(number))
            return QStringLiteral(" must be an integer from 0 to %1").arg(max);
        value = T(number);
        return {};
    }
    template <class Tag, class Value>
    static QString read(const QJsonValue &json, Id<Tag, Value> &id)
    {
        Value value{};
        QString error = read(json, value);
        id = Id<Tag, Value>(value);
        return error;
    }
    template <class T>
    static QString read(const QJsonValue &json, QList<T> &list)
    {
        if (!json.isArray())
            return QStringLiteral(" must be an array");
        const QJsonArray array = json.toArray();
        list.clear();
        list.reserve(array.size());
        for (const QJsonValue item : array) {
            const QString error = read(item, list.emplaceBack());
            if (!error.isEmpty())
                return QStringLiteral("[%1]").arg(list.size() - 1) + error;
        }
        return {};
    }
    template <class T>
    static QString read(const QJsonValue &json, T &value)
    {
        if constexpr (HasWords<T>) {
            const auto found = json.isString() ? fromText<T>(json.toString()) : std::nullopt;
            value = found.value_or(value);
            return found ? QString() : QStringLiteral(" must be one of the known words");
        } else if constexpr (std::is_enum_v<T>) {
            std::underlying_type_t<T> number{};
            QString error = read(json, number);
            value = T(number);
            return error;
        } else {
            if (!json.isObject())
                return QStringLiteral(" must be an object");
            Reader reader(json.toObject());
            if constexpr (!std::is_empty_v<T>)
                T::describe(reader, value);
            return reader.m_error;
        }
    }

private:
    template <class T, class Variant>
    bool takeNamed(Variant &variant)
    {
        const bool isThere = m_object.contains(QLatin1String(T::Name));
        if (isThere)
            (*this)(T::Name, variant.template emplace<T>());
        return isThere;
    }
    template <class T>
    void take(const char *key, T &value, bool required)
    {
        if (!m_error.isEmpty())
            return;
        const QJsonValue found = m_object.value(QLatin1String(key));
        QString error;
        if (!found.isUndefined())
            error = read(found, value);
        else if (required)
            error = QStringLiteral(" is missing");
        if (!error.isEmpty())
            m_error = QLatin1Char('.') + QLatin1String(key) + error;
    }

    QJsonObject m_object;
    QString m_error;
};

} // namespace castdeck::json
