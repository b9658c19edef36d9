// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/shell.h"

namespace castdeck
{

/// The namespace somebody means: by name, or else by id. Of several of one name the one that is not ending.
Result<NamespaceInfo> findNamespace(const Inventory &inventory, const QString &word);

/// Shows what a verb on one namespace did, and is done.
void showNamespaceReport(Shell &shell, const NamespaceReport &report, const QString &name);

} // namespace castdeck
