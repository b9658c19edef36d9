// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "models/connectionstatus.h"
#include "models/rowfacts.h"

#include <QMetaType>

namespace castdeck
{

/// What an action has to know about a namespace, or about one of its contents, captured by value when it is
/// triggered.
struct NamespaceFacts {
    ServerId server;
    QString serverName;
    NamespaceInfo info;
    ContentId contentId; ///< valid: it is this content's row
    QString contentName;
    int sessions = 0; ///< of the namespace, or of the content
    int clients = 0;
    bool reachable = false;
    Powers powers;
    Pending pending = Pending::None;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::NamespaceFacts)
