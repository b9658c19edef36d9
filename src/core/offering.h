// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <optional>

namespace castdeck
{

/// One content that can be asked for, whether a session carries it or not.
struct OfferedContent {
    QString name;                ///< in the provider's notation
    std::optional<quint64> size; ///< bytes; nothing: it is not known before somebody asks

    static void describe(auto &a, auto &v)
    {
        a("name", v.name);
        a("size", v.size);
    }
    friend bool operator==(const OfferedContent &, const OfferedContent &) = default;
};

/// What a namespace offers.
struct Offering {
    static constexpr qsizetype MaxContents = 1'000;
    static constexpr qsizetype MaxText = 200'000; ///< of all names, in UTF-16 units

    QList<OfferedContent> contents; ///< by name
    bool more = false;              ///< there are others, which found no room

    static void describe(auto &a, auto &v)
    {
        a("contents", v.contents);
        a.optional("more", v.more);
    }
    friend bool operator==(const Offering &, const Offering &) = default;
};

} // namespace castdeck
