// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/obstacletext.h"

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
    case Obstacle::NoContent:
        return tr("Select a content of a namespace first.");
    case Obstacle::NoRow:
        return tr("Select a row first.");
    case Obstacle::NotOne:
        return tr("This is done for one at a time.");
    case Obstacle::Forbidden:
        return tr("The role you were given on this server does not allow it.");
    case Obstacle::LookOnly:
        return tr("This server is set to look-only here (Server, Manage Servers).");
    case Obstacle::Lacking:
        return tr("This server has nothing like it.");
    case Obstacle::Unreachable:
        return tr("The server is not connected.");
    case Obstacle::AlreadyOrdered:
        return tr("This was ordered already and is on its way.");
    case Obstacle::NotPublished:
        return tr("It is not published any more; its last sessions run out.");
    case Obstacle::NotScheduled:
        return tr("An Auto-Cast starts by itself, with its first client.");
    case Obstacle::NotAutomatic:
        return tr("Only a Scheduled-Cast that starts by itself has this condition.");
    case Obstacle::AlreadyStarted:
        return tr("It has started already.");
    case Obstacle::NobodyWaits:
        return tr("No client waits for it yet.");
    case Obstacle::NotMissed:
        return tr("It has not missed a start time.");
    case Obstacle::ServiceRuns:
        return tr("The service runs already.");
    case Obstacle::ServiceStopped:
        return tr("The service does not run.");
    case Obstacle::ServiceEnabled:
        return tr("The service starts with the server already.");
    case Obstacle::ServiceDisabled:
        return tr("The service does not start with the server as it is.");
    }
    return {};
}

} // namespace castdeck
