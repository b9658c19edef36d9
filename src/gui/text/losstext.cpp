// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/losstext.h"
#include "core/untrusted.h"

#include "gui/text/errortext.h"
#include "models/format.h"

namespace castdeck
{

bool LossText::isFarewell(const Error &reason, bool wasReady)
{
    return wasReady &&
           (reason.code == ErrorCode::TransportServerUnavailable || reason.code == ErrorCode::Cancelled);
}

QString LossText::sentence(const Error &reason, bool wasReady, const QDateTime &since, const QDateTime &now)
{
    QString text;
    if (isFarewell(reason, wasReady)) {
        const QString words = printable(reason.detail);
        text = words.isEmpty() ? tr("The server is stopping") : tr("The server is stopping: %1").arg(words);
    } else if (wasReady && reason.code == ErrorCode::ConnectionLost) {
        // Its sentence is about a verb that was on the way.
        text = reason.detail.isEmpty() ? tr("Connection lost")
                                       : tr("Connection lost: %1").arg(printable(reason.detail));
    } else if (wasReady) {
        text = tr("Connection lost: %1").arg(ErrorText::sentence(reason));
    } else {
        text = tr("Not connected: %1", "why").arg(ErrorText::sentence(reason));
    }
    if (since.isValid())
        text += QStringLiteral(" · ") + tr("its rows were last true at %1").arg(format::moment(since, now));
    return text;
}

} // namespace castdeck
