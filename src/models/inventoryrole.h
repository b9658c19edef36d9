// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qnamespace.h>

/// What InventoryModel answers beside the roles of Qt. Every column of a row answers alike, except Sort.
namespace castdeck::InventoryRole
{

enum : int {
    Kind = Qt::UserRole + 1, ///< RowKind as int
    Facts,                   ///< RowFacts
    Sort,                    ///< key to order the column by: a number where it shows one
    Value,  ///< for other programs: numbers without units, ISO 8601 UTC, stable names; invalid where there is
            ///< none
    Group,  ///< int; rows of a smaller group stay above others whatever the order
    Filter, ///< the words a person may search the row by
    Fields, ///< RowFields: what a filter may ask of the row
    Progress, ///< int 0…100, invalid where there is none
    Alert,    ///< bool: needs attention (failed, refused, no data seen)
    Severity, ///< castdeck::Severity as int
    Health,   ///< castdeck::Health as int, the worst first; of a server or session with what is below it
    Spread,   ///< castdeck::Spread of a session with clients, else invalid
    Sentence, ///< what the State column says in a word, as a sentence
    Past,     ///< bool: is over, and shown for a while
    Struck,   ///< bool: ended by an order, so that nobody takes it for something that runs
    Stale,    ///< bool: not known to be true any more, or an order is pending
    Idle,     ///< bool: nothing goes on here
    Icon,     ///< name of what the row is: "server", "session", "folder", "client", "master"
    Master,   ///< bool: the client that paces its session
};

} // namespace castdeck::InventoryRole
