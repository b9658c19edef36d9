// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/noticetext.h"

#include "core/untrusted.h"
#include "gui/text/errortext.h"

namespace castdeck
{

QString NoticeText::sentence(const Notice &notice)
{
    const QString subject = printable(notice.subject);
    const int count = static_cast<int>(notice.count);
    QStringList parts;
    switch (notice.kind) {
    case Notice::Kind::SessionStarted:
        parts << tr("Session of %1 started").arg(subject);
        break;
    case Notice::Kind::SessionEnded:
        parts << tr("Session of %1 ended, nobody needs anything any more").arg(subject);
        break;
    case Notice::Kind::SessionTerminated:
        parts << tr("Session of %1 terminated, %n client(s) disconnected", nullptr, count).arg(subject);
        break;
    case Notice::Kind::SessionFailed:
        parts << tr("Session of %1 failed").arg(subject);
        break;
    case Notice::Kind::ClientJoined:
        parts << tr("%1 joined").arg(subject);
        break;
    case Notice::Kind::ClientCompleted:
        parts << tr("%1 has everything").arg(subject);
        break;
    case Notice::Kind::ClientLeft:
        parts << tr("%1 gave up").arg(subject);
        break;
    case Notice::Kind::ClientDisconnected:
        parts << tr("%1 was disconnected").arg(subject);
        break;
    case Notice::Kind::ClientVanished:
        parts << tr("%1 vanished, nothing is heard of it any more").arg(subject);
        break;
    case Notice::Kind::ClientDemoted:
        parts << tr("%1 goes on in a slower session").arg(subject);
        break;
    case Notice::Kind::ClientSlow:
        parts << tr("%1 is slow, and the others wait for it").arg(subject);
        break;
    case Notice::Kind::ClientStuck:
        parts << tr("%1 held everybody up and is not waited for any more").arg(subject);
        break;
    case Notice::Kind::CannotSend:
        parts << tr("The packets of %1 cannot be sent").arg(subject);
        break;
    case Notice::Kind::GroupTakenByServer:
        parts << tr("The group of %1 is used by another server too").arg(subject);
        break;
    case Notice::Kind::GroupTakenByOthers:
        parts << tr("The group of %1 is used by something else too").arg(subject);
        break;
    case Notice::Kind::NamespaceRegistered:
        parts << tr("%1 published").arg(subject);
        break;
    case Notice::Kind::NamespaceDeregistered:
        parts << tr("%1 taken back").arg(subject);
        break;
    case Notice::Kind::TransmissionStarted:
        parts << tr("Transmission of %1 started with %n client(s)", nullptr, count).arg(subject);
        break;
    case Notice::Kind::StartMissed:
        parts << tr("The start time of %1 has passed, nothing was started").arg(subject);
        break;
    case Notice::Kind::PolicyChanged:
        parts << tr("Policy changed: %1").arg(subject);
        break;
    case Notice::Kind::ServiceStarted:
        parts << tr("Transport service started");
        break;
    case Notice::Kind::ServiceStopped:
        parts << tr("Transport service stopped");
        break;
    }
    if (!notice.by.isEmpty())
        parts << tr("by %1").arg(printable(notice.by));
    if (!notice.reason.isEmpty())
        parts << tr("reason: %1").arg(printable(notice.reason));
    if (!notice.names.isEmpty())
        parts << tr("never answered: %1").arg(printable(notice.names.join(QStringLiteral(", "))));
    if (notice.error)
        parts << ErrorText::sentence(*notice.error) +
                     QStringLiteral(" (%1)").arg(ErrorText::details(*notice.error));
    return parts.join(QStringLiteral(" · "));
}

bool NoticeText::needsAttention(const Notice &notice)
{
    return notice.kind == Notice::Kind::SessionFailed || notice.kind == Notice::Kind::ClientVanished ||
           notice.kind == Notice::Kind::ClientSlow || notice.kind == Notice::Kind::ClientStuck ||
           notice.kind == Notice::Kind::CannotSend || notice.kind == Notice::Kind::GroupTakenByServer ||
           notice.kind == Notice::Kind::GroupTakenByOthers || !notice.names.isEmpty() || notice.error;
}

} // namespace castdeck
