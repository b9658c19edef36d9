// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

/// Writing and reading plain structs as JSON objects from one description of their fields: for a struct T
/// there is
///     template <class A> void fields(A &a, typename A::template Ref<T> v) { a("name", v.name); … }
/// in this namespace, and for an enum, in its own, toText() and bool fromText(const QString &, Enum &).
/// Reading is strict: a missing key, a wrong type or a value out of range is an error that says where;
/// unknown keys are ignored. Integers are at most 2^53 - 1.
namespace castdeck::json
{

inline constexpr quint64 MaxInteger = (1ULL << 53U) - 1;

class Writer
{
public:
    template <class T>
    using Ref = const T &;

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
    /// May be left out: is, when it has its default value.
    template <class T>
    void optional(const char *key, const T &value)
    {
        if (!(value == T{}))
            (*this)(key, value);
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
        if constexpr (std::is_enum_v<T>) {
            return toText(value);
        } else {
            Writer writer;
            fields(writer, value);
            return writer.m_object;
        }
    }

private:
    QJsonObject m_object;
};

class Reader
{
public:
    template <class T>
    using Ref = T &;

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
        if constexpr (std::is_enum_v<T>) {
            return json.isString() && fromText(json.toString(), value)
                       ? QString()
                       : QStringLiteral(" must be one of the known words");
        } else {
            if (!json.isObject())
                return QStringLiteral(" must be an object");
            Reader reader(json.toObject());
            fields(reader, value);
            return reader.m_error;
        }
    }

private:
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
