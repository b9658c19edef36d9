// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverprofile.h"

#include <QHash>
#include <QStringList>

namespace castdeck
{

/// What a person is asked about a server that is added or changed.
struct ServerQuestion {
    ServerProfile profile; ///< what is known of it
    QString token;         ///< empty: none is known; never shown
    QString hint;          ///< why it is asked; may be empty
    bool isNew = true;
    bool testsAtOnce = false;    ///< because something is wrong with it
    bool tokenIsKept = true;     ///< a keychain takes it; else it is known until the console is closed
    QList<ServerProfile> others; ///< whose addresses are taken, and whose groups are offered
};

struct ServerAnswer {
    ServerProfile profile; ///< with the id of the question, and a fingerprint the person has accepted
    QString token;         ///< the one of the question if no other was typed

    friend bool operator==(const ServerAnswer &, const ServerAnswer &) = default;
};

/// What a person is asked when the tokens of servers are not known.
struct TokenQuestion {
    QList<ServerProfile> servers;
    bool tokenIsKept = true; ///< as above
};

/// Those that were typed.
using TokenAnswer = QHash<ServerId, QString>;

/// The list that a person puts in order.
struct ServerListQuestion {
    struct Row {
        ServerAnswer server; ///< as known
        QString state;       ///< as shown in the tree
    };
    QList<Row> rows;
    bool tokenIsKept = true; ///< as above
};

/// All that there are to be, in their order; one that is new has no id.
using ServerListAnswer = QList<ServerAnswer>;

} // namespace castdeck
