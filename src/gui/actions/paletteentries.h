// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/paletteentry.h"

#include <vector>

class QMainWindow;

namespace castdeck
{

class InventoryModel;
class NamespaceModel;

/// Everything that the palette finds: the verbs of @p window, and the rows.
std::vector<PaletteEntry> paletteEntries(const QMainWindow &window, const InventoryModel &inventory,
                                         const NamespaceModel &namespaces);

} // namespace castdeck
