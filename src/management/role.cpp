// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/role.h"

#include "core/texttable.h"

namespace castdeck
{

namespace
{

constexpr TextRow<Role> roles[] = {
    {Role::Viewer, "viewer"},
    {Role::Operator, "operator"},
    {Role::Admin, "admin"},
    {Role::Receiver, "receiver"},
};

} // namespace

QString toText(Role role)
{
    return textOf(roles, role);
}

std::optional<Role> roleFromText(QStringView text)
{
    return valueOf(roles, text);
}

} // namespace castdeck
