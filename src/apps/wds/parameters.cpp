// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/parameters.h"

#include "apps/wds/codes.h"

#include <algorithm>

namespace castdeck::wds
{

namespace
{

/// Of a text, in bytes: the longest that the protocol has.
constexpr std::size_t textMost = 8'192;
constexpr std::uint64_t integerMost = (1ULL << 53U) - 1;

const json &emptyObject()
{
    static const json empty = json::object();
    return empty;
}

/// Numbers may be written as 7 or 7.0; nothing if it is no whole one up to @p most.
std::optional<std::uint64_t> wholeNumber(const json &value, std::uint64_t most)
{
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>() <= most ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
    if (!value.is_number_float())
        return std::nullopt;
    const double number = value.get<double>();
    if (!(number >= 0 && number <= static_cast<double>(most)))
        return std::nullopt;
    const auto whole = static_cast<std::uint64_t>(number);
    return static_cast<double>(whole) == number ? std::optional(whole) : std::nullopt;
}

} // namespace

Parameters::Parameters(const json &object, std::string what)
    : m_object(object.is_object() ? object : emptyObject()), m_what(std::move(what))
{
    if (!object.is_object())
        m_failure = {code::InvalidParameter, m_what + " must be an object"};
}

const json *Parameters::find(const char *key, bool needed)
{
    if (failed())
        return nullptr;
    const auto found = m_object.find(key);
    if (found != m_object.end())
        return &*found;
    if (needed)
        fail(key, " is missing");
    return nullptr;
}

void Parameters::fail(const char *key, const char *why)
{
    m_failure = {code::InvalidParameter, m_what + "." + key + why};
}

std::uint32_t Parameters::number(const char *key)
{
    const json *value = find(key, true);
    const auto whole = value ? wholeNumber(*value, 0xFFFFFFFF) : std::nullopt;
    if (value && !whole)
        fail(key, " must be an integer from 0 to 4294967295");
    return static_cast<std::uint32_t>(whole.value_or(0));
}

std::uint32_t Parameters::number(const char *key, std::uint32_t otherwise)
{
    return find(key, false) ? number(key) : otherwise;
}

std::uint64_t Parameters::version(const char *key)
{
    const json *value = find(key, true);
    const auto whole = value ? wholeNumber(*value, integerMost) : std::nullopt;
    if (value && !whole)
        fail(key, " must be an integer from 0 to 9007199254740991");
    return whole.value_or(0);
}

bool Parameters::flag(const char *key)
{
    const json *value = find(key, true);
    if (value && !value->is_boolean())
        fail(key, " must be true or false");
    return value && value->is_boolean() && value->get<bool>();
}

bool Parameters::flag(const char *key, bool otherwise)
{
    return find(key, false) ? flag(key) : otherwise;
}

std::string Parameters::text(const char *key)
{
    const json *value = find(key, true);
    if (value && !value->is_string())
        fail(key, " must be a string");
    else if (value && value->get_ref<const std::string &>().size() > textMost)
        fail(key, " has more than 8192 bytes");
    return failed() ? std::string() : value->get<std::string>();
}

std::string Parameters::text(const char *key, const std::string &otherwise)
{
    return find(key, false) ? text(key) : otherwise;
}

std::string Parameters::word(const char *key, std::initializer_list<const char *> words)
{
    const std::string value = text(key);
    if (!failed() && std::find(words.begin(), words.end(), value) == words.end())
        fail(key, " must be one of the known words");
    return failed() ? std::string() : value;
}

std::optional<Time> Parameters::time(const char *key)
{
    const json *value = find(key, false);
    if (!value || value->is_null())
        return std::nullopt;
    const auto time = value->is_string() ? timeFromIso(value->get<std::string>()) : std::nullopt;
    if (!time)
        fail(key, " must be a time with its zone");
    return time;
}

Parameters Parameters::object(const char *key)
{
    const json *value = find(key, true);
    Parameters inner(value ? *value : emptyObject(), m_what + "." + key);
    if (failed())
        inner.m_failure = m_failure;
    return inner;
}

void Parameters::take(const Parameters &inner)
{
    if (!failed())
        m_failure = inner.m_failure;
}

Order Order::from(Parameters &parameters)
{
    Parameters object = parameters.object("order");
    Order order;
    order.fallback = object.word("type", {"fallback", "abort"}) == "fallback";
    order.reason = object.text("reason", "");
    parameters.take(object);
    return order;
}

} // namespace castdeck::wds
