// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverprofile.h"

#include <QCoreApplication>

namespace castdeck
{

/// What a server's kind is called on the screen.
class KindText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::KindText)
public:
    /// Where one is chosen, and in the details.
    static QString name(ServerKind kind);
    /// Behind the name of its row; nothing for the usual kind.
    static QString word(ServerKind kind);
};

} // namespace castdeck
