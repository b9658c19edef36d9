// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace castdeck
{

/// A program whose standard streams lead to a server. No shell ever reads any of it.
struct StreamCommand {
    QString program;
    QStringList arguments;
    QString name; ///< as it is called where a person reads of it, such as "ssh deploy1"

    friend bool operator==(const StreamCommand &, const StreamCommand &) = default;
};

} // namespace castdeck
