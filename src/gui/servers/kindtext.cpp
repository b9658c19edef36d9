// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/kindtext.h"

namespace castdeck
{

QString KindText::name(ServerKind kind)
{
    switch (kind) {
    case ServerKind::Tls:
        break;
    case ServerKind::Ssh:
        return tr("Castdeck server over ssh");
    case ServerKind::Wds:
        return tr("WDS server over ssh");
    }
    return tr("Castdeck server over TLS");
}

QString KindText::word(ServerKind kind)
{
    switch (kind) {
    case ServerKind::Tls:
        break;
    case ServerKind::Ssh:
        return tr("ssh", "behind a server's name");
    case ServerKind::Wds:
        return tr("WDS", "behind a server's name");
    }
    return {};
}

} // namespace castdeck
