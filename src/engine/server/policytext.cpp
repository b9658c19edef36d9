// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/policytext.h"

namespace castdeck
{

namespace
{

/// Calls @p Visit with the name and a reference of each property, those of inner structs behind a dot.
template <class Visit>
class PropertyWalker
{
public:
    explicit PropertyWalker(Visit visit, const QString &prefix = {}) : m_visit(visit), m_prefix(prefix) {}

    template <class T>
    void operator()(const char *key, T &value)
    {
        const QString name = m_prefix + QLatin1String(key);
        PropertyWalker inner(m_visit, name + QLatin1Char('.'));
        if constexpr (requires { T::describe(inner, value); })
            T::describe(inner, value);
        else
            m_visit(name, value);
    }

private:
    Visit m_visit;
    QString m_prefix;
};

template <class AnyPolicy, class Visit>
void allProperties(AnyPolicy &policy, Visit visit)
{
    PropertyWalker walker(visit);
    std::visit([&](auto &p) { std::remove_cvref_t<decltype(p)>::describe(walker, p); }, policy);
}

template <class T>
QString propertyText(const T &value)
{
    if constexpr (std::is_same_v<T, QString>)
        return value;
    else if constexpr (std::is_same_v<T, bool>)
        return value ? QStringLiteral("true") : QStringLiteral("false");
    else if constexpr (HasWords<T>)
        return toText(value);
    else
        return QString::number(value);
}

/// What cannot be read leaves the value as it is.
template <class T>
void readProperty(const QString &text, T &value)
{
    if constexpr (std::is_same_v<T, QString>) {
        value = text;
    } else if constexpr (std::is_same_v<T, bool>) {
        value = text == propertyText(!value) ? !value : value;
    } else if constexpr (HasWords<T>) {
        value = fromText<T>(text).value_or(value);
    } else {
        bool isNumber = false;
        const quint64 number = text.toULongLong(&isNumber);
        value = isNumber && number <= std::numeric_limits<T>::max() ? T(number) : value;
    }
}

} // namespace

PolicyText textOf(const Policy &policy)
{
    PolicyText text;
    allProperties(policy,
                  [&](const QString &name, const auto &value) { text.insert(name, propertyText(value)); });
    return text;
}

Policy policyFrom(const PolicyText &text, Policy otherwise)
{
    allProperties(otherwise, [&](const QString &name, auto &value) {
        if (const auto found = text.constFind(name); found != text.constEnd())
            readProperty(*found, value);
    });
    return otherwise;
}

QStringList differences(const Policy &a, const Policy &b)
{
    QStringList names;
    const PolicyText before = textOf(a);
    const PolicyText after = textOf(b);
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (it.key() != QLatin1String("version") && before.value(it.key()) != it.value())
            names.append(it.key());
    }
    return names;
}

} // namespace castdeck
