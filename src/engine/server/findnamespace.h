// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

namespace castdeck
{

/// The live one of that name, else a tombstone (Choice I03: compared exactly).
inline const NamespaceInfo *findNamespace(const Inventory &inventory, const QString &name)
{
    const NamespaceInfo *found = nullptr;
    for (const NamespaceInfo &row : inventory.namespaces) {
        if (row.name == name && (!found || found->tombstoned))
            found = &row;
    }
    return found;
}

} // namespace castdeck
