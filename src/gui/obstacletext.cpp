// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/obstacletext.h"

namespace castdeck
{

QString ObstacleText::sentence(Obstacle obstacle)
{
    switch (obstacle) {
    case Obstacle::None:
        return {};
    case Obstacle::NoServer:
        return tr("Select one server first.");
    case Obstacle::NoSession:
        return tr("Select a session first.");
    case Obstacle::NoClient:
        return tr("Select a client first.");
    case Obstacle::NoNamespace:
        return tr("Select a published folder or one of its sessions first.");
    case Obstacle::NoRow:
        return tr("Select a row first.");
    case Obstacle::Forbidden:
        return tr("The role you were given on this server does not allow it.");
    case Obstacle::Unreachable:
        return tr("The server is not connected.");
    case Obstacle::AlreadyOrdered:
        return tr("This was ordered already and is on its way.");
    case Obstacle::NotPublished:
        return tr("It is not published any more; its last sessions run out.");
    }
    return {};
}

} // namespace castdeck
