// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/shell.h"

namespace castdeck
{

/// The namespace somebody means: by name or by id, by "id:N" for certain. Of several of one name the one that
/// is not ending. InvalidParameter if the word is the name of one and the id of another.
Result<NamespaceInfo> findNamespace(const Inventory &inventory, const QString &word);

/// Shows what a verb on one namespace did, and is done.
void showNamespaceReport(Shell &shell, const NamespaceReport &report, const QString &name);

} // namespace castdeck
