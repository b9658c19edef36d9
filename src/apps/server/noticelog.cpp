// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/noticelog.h"

#include "apps/server/logcategories.h"

namespace castdeck
{

void logNotice(const InventoryEvent &event)
{
    const auto *const notice = std::get_if<Notice>(&event.change);
    if (!notice)
        return;
    // Quoted, and with it escaped: names and reasons are other people's words.
    QString text;
    QDebug line(&text);
    line << qUtf8Printable(toText(notice->kind)) << notice->subject;
    if (notice->sessionId.isValid())
        line << "session" << notice->sessionId.value();
    if (notice->clientId.isValid())
        line << "client" << notice->clientId.value();
    if (notice->kind == Notice::Kind::SessionTerminated)
        line << "disconnected" << notice->count << "unanswered" << notice->names.join(QLatin1String(", "));
    if (!notice->by.isEmpty())
        line << "by" << notice->by;
    if (!notice->reason.isEmpty())
        line << "reason" << notice->reason;
    if (notice->error)
        line << "error" << qUtf8Printable(errorName(notice->error->code)) << notice->error->detail;
    if (notice->error)
        qCWarning(sessionsLog).noquote() << text;
    else
        qCInfo(sessionsLog).noquote() << text;
}

} // namespace castdeck
