// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/namespacefacts.h"
#include "models/rowfacts.h"

#include <QCoreApplication>

namespace castdeck
{

class InventoryModel;

/// Who an order would meet, a line each, for a person who is asked before.
class CutNames
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::CutNames)
public:
    /// Machines of one name are told apart by their addresses.
    static QStringList ofClients(const InventoryModel &model, const QList<RowFacts> &clients);
    /// The namespace, and each session of it with its machines.
    static QStringList ofNamespace(const InventoryModel &model, const NamespaceFacts &facts);
};

} // namespace castdeck
