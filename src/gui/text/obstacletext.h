// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/obstacle.h"

#include <QCoreApplication>

namespace castdeck
{

/// Why an action is greyed out, as its tool tip says.
class ObstacleText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::ObstacleText)
public:
    static QString sentence(Obstacle obstacle);
};

} // namespace castdeck
