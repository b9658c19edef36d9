// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/role.h"

#include <QCoreApplication>

namespace castdeck
{

/// What a role is called on the screen.
class RoleText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RoleText)
public:
    static QString name(Role role);
    /// What it lets one do, as a sentence.
    static QString sentence(Role role);
};

} // namespace castdeck
