// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogue.h"
#include "models/inventorymodel.h"
#include "models/namespacefacts.h"

namespace castdeck
{

/// Namespaces → contents, of all servers of an InventoryModel, which keeps it true. Columns:
/// namespacecolumns.h. Roles: those of inventoryrole.h that a namespace has; Facts is a NamespaceFacts. Rows
/// are changed in place, so selection, expansion and scroll stay.
class NamespaceModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    /// @p inventory outlives it.
    NamespaceModel(const InventoryModel &inventory, std::function<QString(const Error &)> errorText,
                   QObject *parent = nullptr);
    ~NamespaceModel() override;

    const InventoryModel &inventory() const { return m_inventory; }

    /// Shows that an order was given, until each that was added is removed. No such row: nothing happens.
    void addPending(const ServerId &server, NamespaceId id, Pending pending);
    void removePending(const ServerId &server, NamespaceId id, Pending pending);
    QModelIndex indexOf(const ServerId &server, NamespaceId id) const;
    NamespaceFacts facts(const QModelIndex &index) const;
    QStringList namesOn(const ServerId &server) const; ///< of those that are not tombstones

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row;

    void update(const ServerId &server);
    void insertRow(size_t at, const ServerId &server, const Catalogue &catalogue,
                   const CatalogueEntry &entry);
    void removeRow(size_t at);
    void updateRow(Row &row, const Catalogue &catalogue, const CatalogueEntry &entry);
    void updateContents(Row &row, const QList<CarriedContent> &contents);
    void renumber(size_t first);
    void announce(const Row &row);
    const Row *rowOf(const QModelIndex &index) const;
    const CarriedContent *contentOf(const QModelIndex &index) const;

    const InventoryModel &m_inventory;
    std::function<QString(const Error &)> m_errorText;
    std::vector<std::unique_ptr<Row>> m_rows; ///< by server, then by id
};

} // namespace castdeck
