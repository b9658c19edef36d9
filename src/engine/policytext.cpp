// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policytext.h"

namespace castdeck
{

namespace
{

QString propertyText(const QString &value)
{
    return value;
}

QString propertyText(quint64 value)
{
    return QString::number(value);
}

QString propertyText(quint32 value)
{
    return QString::number(value);
}

QString propertyText(bool value)
{
    return value ? QStringLiteral("true") : QStringLiteral("false");
}

template <class Enum>
QString propertyText(Enum value)
{
    return toText(value);
}

template <class T>
void assign(T &value, const std::optional<T> &found)
{
    value = found.value_or(value);
}

void fromText(const QString &text, QString &value)
{
    value = text;
}

void fromText(const QString &text, quint64 &value)
{
    bool isNumber = false;
    const quint64 number = text.toULongLong(&isNumber);
    value = isNumber ? number : value;
}

void fromText(const QString &text, quint32 &value)
{
    bool isNumber = false;
    const quint32 number = text.toUInt(&isNumber);
    value = isNumber ? number : value;
}

void fromText(const QString &text, bool &value)
{
    if (text == propertyText(!value))
        value = !value;
}

void fromText(const QString &text, IpAddressSource &value)
{
    assign(value, ipAddressSourceFromText(text));
}

void fromText(const QString &text, UdpPortPolicy &value)
{
    assign(value, udpPortPolicyFromText(text));
}

void fromText(const QString &text, SlowClientHandling &value)
{
    assign(value, slowClientHandlingFromText(text));
}

template <class F>
void properties(AddressPolicy &p, const QString &family, F f)
{
    f(family + QStringLiteral(".ipAddressSource"), p.source);
    f(family + QStringLiteral(".startIpAddress"), p.startAddress);
    f(family + QStringLiteral(".endIpAddress"), p.endAddress);
}

template <class F>
void properties(ServicePolicy &p, F f)
{
    properties(p.ipv4, QStringLiteral("ipv4"), f);
    properties(p.ipv6, QStringLiteral("ipv6"), f);
    f(QStringLiteral("startPort"), p.startPort);
    f(QStringLiteral("endPort"), p.endPort);
    f(QStringLiteral("udpPortPolicy"), p.udpPortPolicy);
}

template <class F>
void properties(MulticastSessionPolicy &p, F f)
{
    f(QStringLiteral("slowClientHandling"), p.slowClientHandling);
    f(QStringLiteral("autoDisconnectThreshold"), p.autoDisconnectThreshold);
    f(QStringLiteral("multistreamStreamCount"), p.multistreamStreamCount);
    f(QStringLiteral("slowClientFallback"), p.slowClientFallback);
}

template <class F>
void properties(DiagnosticsPolicy &p, F f)
{
    f(QStringLiteral("enabled"), p.enabled);
    f(QStringLiteral("components"), p.components);
}

/// Calls @p f with the name and a reference of each property.
template <class F>
void allProperties(Policy &policy, F f)
{
    std::visit(
        [&](auto &p) {
            f(QStringLiteral("version"), p.version);
            properties(p, f);
        },
        policy);
}

} // namespace

PolicyText textOf(const Policy &policy)
{
    PolicyText text;
    Policy copy = policy;
    allProperties(copy,
                  [&](const QString &name, const auto &value) { text.insert(name, propertyText(value)); });
    return text;
}

Policy policyFrom(const PolicyText &text, Policy otherwise)
{
    allProperties(otherwise, [&](const QString &name, auto &value) {
        if (const auto found = text.constFind(name); found != text.constEnd())
            fromText(*found, value);
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
