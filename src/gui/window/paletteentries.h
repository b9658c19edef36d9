// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/paletteentry.h"
#include "models/rowfacts.h"

#include <vector>

class QAbstractItemModel;
class QMainWindow;

namespace castdeck
{

class InventoryModel;
class NamespaceModel;

/// Everything that the palette finds: the verbs of @p window, and the rows. @p show leads to a row.
std::vector<PaletteEntry> paletteEntries(const QMainWindow &window, const InventoryModel &inventory,
                                         const NamespaceModel &namespaces,
                                         const std::function<void(const RowKey &)> &show);

} // namespace castdeck
