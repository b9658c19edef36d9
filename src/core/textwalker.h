// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textlength.h"

#include <QStringList>
#include <optional>
#include <type_traits>
#include <variant>

namespace castdeck::json
{

/// Goes through every text of a struct by the description of its fields (jsonarchive.h), and calls @p Visit
/// with its key and the QString or the QStringList.
template <class Visit>
class TextWalker
{
public:
    explicit TextWalker(Visit visit) : m_visit(std::move(visit)) {}

    template <class T>
    void operator()(const char *key, T &value)
    {
        walk(key, value);
    }
    template <class T>
    void optional(const char *key, T &value)
    {
        walk(key, value);
    }
    template <class T>
    void assumed(const char *key, T &value)
    {
        walk(key, value);
    }
    template <class Variant>
    void oneOf(Variant &variant)
    {
        std::visit([&](auto &value) { walk("", value); }, variant);
    }
    template <class T>
    void walk(const char *key, T &value)
    {
        using Value = std::remove_const_t<T>;
        if constexpr (std::is_same_v<Value, QString> || std::is_same_v<Value, QStringList>) {
            m_visit(key, value);
        } else if constexpr (requires { value.has_value(); }) {
            if (value)
                walk(key, *value);
        } else if constexpr (requires { value.emplaceBack(); } && !std::is_same_v<Value, QByteArray>) {
            for (auto &item : value)
                walk(key, item);
        } else if constexpr (requires { Value::describe(*this, value); }) {
            Value::describe(*this, value);
        }
    }

private:
    Visit m_visit;
};

struct Shortener {
    qsizetype most;

    void operator()(const char *, QString &text) const { text = cutToJsonLength(text, most); }
    void operator()(const char *key, QStringList &texts) const
    {
        if (texts.size() > most) {
            texts.resize(most);
            texts.last() = QStringLiteral("…");
        }
        for (QString &text : texts)
            (*this)(key, text);
    }
};

/// Cuts every text in it, however deep, to @p most bytes of JSON, and every list of texts to so many, with a
/// mark that something is left out.
template <class T>
void shorten(T &what, qsizetype most)
{
    TextWalker(Shortener{most}).walk("", what);
}

} // namespace castdeck::json
