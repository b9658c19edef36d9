// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/noticelimiter.h"

namespace castdeck
{

namespace
{

enum class Sort { Usual, Trouble, OurOwn };

Sort sortOf(Notice::Kind kind)
{
    using Kind = Notice::Kind;
    switch (kind) {
    case Kind::SessionStarted:
    case Kind::SessionEnded:
    case Kind::ClientJoined:
    case Kind::ClientCompleted:
    case Kind::ClientLeft:
        return Sort::Usual;
    case Kind::SessionFailed:
    case Kind::ClientDisconnected:
    case Kind::ClientVanished:
    case Kind::ClientDemoted:
    case Kind::ClientSlow:
    case Kind::ClientStuck:
    case Kind::CannotSend:
    case Kind::GroupTakenByServer:
    case Kind::GroupTakenByOthers:
        return Sort::Trouble;
    case Kind::SessionTerminated:
    case Kind::NamespaceRegistered:
    case Kind::NamespaceDeregistered:
    case Kind::TransmissionStarted:
    case Kind::StartMissed:
    case Kind::PolicyChanged:
    case Kind::ServiceStarted:
    case Kind::ServiceStopped:
        break;
    }
    return Sort::OurOwn;
}

} // namespace

bool NoticeLimiter::allow(Notice::Kind kind, Instant now)
{
    const Sort sort = sortOf(kind);
    const bool isAllowed =
        sort == Sort::OurOwn || (sort == Sort::Usual ? m_usual : m_troubles).allow({}, now);
    m_omitted += !isAllowed;
    return isAllowed;
}

} // namespace castdeck
