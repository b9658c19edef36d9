// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QVariantMap>
#include <functional>

namespace castdeck
{

/// What a person has chosen about the console, as its settings file keeps it.
struct Preferences {
    /// What the desktop tells about while the window is not in use.
    struct Told {
        bool ended = true;
        bool failed = true;
        bool missed = true;
        bool trouble = false; ///< a machine vanished, or holds the others up

        friend bool operator==(const Told &, const Told &) = default;
    };
    QString language;         ///< "de"; empty: the system's
    bool usesKeychain = true; ///< else tokens are in files alone
    QString interfaceName{};  ///< of the own server; empty: the first that can multicast
    QString stateFolder{};    ///< of the own server; empty: the usual one
    Told told{};

    using Value = std::function<QVariant(const QString &key, const QVariant &otherwise)>;
    static Preferences read(const Value &value);
    QVariantMap values() const;
    /// Of the language, or the system's.
    QLocale locale() const;

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

} // namespace castdeck
