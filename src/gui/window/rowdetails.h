// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/fact.h"

#include <QCoreApplication>

class QModelIndex;

namespace castdeck
{

class InventoryModel;
class RemoteServers;

/// What there is to say of a row of the tree: what its columns say, and what has no column.
class RowDetails
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RowDetails)
public:
    /// Both outlive it.
    RowDetails(const InventoryModel &model, const RemoteServers &remote) : m_model(model), m_remote(remote) {}

    /// @p row: of the model.
    Facts facts(const QModelIndex &row) const;

private:
    void addServer(Facts &facts, const ServerId &id) const;
    void addPace(Facts &facts, const RowKey &session) const;

    const InventoryModel &m_model;
    const RemoteServers &m_remote;
};

} // namespace castdeck
