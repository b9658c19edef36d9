// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/roletext.h"

namespace castdeck
{

QString RoleText::name(Role role)
{
    switch (role) {
    case Role::Viewer:
        return tr("viewer");
    case Role::Operator:
        return tr("operator");
    case Role::Admin:
        return tr("administrator");
    case Role::Receiver:
        return tr("receiver");
    }
    return {};
}

QString RoleText::sentence(Role role)
{
    switch (role) {
    case Role::Viewer:
        return tr("You can watch.");
    case Role::Operator:
        return tr("You can watch, end sessions and disconnect clients.");
    case Role::Admin:
        return tr("You can do everything.");
    case Role::Receiver:
        return tr("This token is for receivers; a console cannot watch with it.");
    }
    return {};
}

} // namespace castdeck
