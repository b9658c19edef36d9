// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/serverconnection.h"
#include "support/patience.h"

#include <QSignalSpy>

namespace castdeck
{

/// Waits until the connection is lost, and says of what.
inline Error lossOf(ServerConnection *connection, int milliseconds = Patience)
{
    QSignalSpy lost(connection, &ServerConnection::lost);
    if (!QTest::qWaitFor([&] { return !lost.isEmpty(); }, milliseconds))
        return {ErrorCode::Internal, QStringLiteral("not lost")};
    return lost.first().first().value<Error>();
}

} // namespace castdeck
