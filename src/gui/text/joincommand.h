// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/howtoask.h"

namespace castdeck
{

/// What is typed at a machine that is to get a content.
class JoinCommand
{
public:
    /// Where the commands look for the token of the machine.
    static QString tokenFile() { return QStringLiteral("receiver.token"); }
    /// Where they look for the authority that vouches for the server.
    static QString authorityFile() { return QStringLiteral("authority.pem"); }

    /// For a POSIX shell, on one line. Empty if a name in it holds what cannot be seen: nobody should paste
    /// that.
    static QString of(const HowToAsk &facts, HowToAsk::Way way, const QString &content);
    /// That text as one word of a POSIX shell.
    static QString quoted(const QString &word);
};

} // namespace castdeck
