// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/paletteentry.h"

#include <QAbstractListModel>
#include <vector>

namespace castdeck
{

/// The entries whose names answer to what is typed, the best first; of equal ones what can be done before
/// what cannot. No more than a person reads.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        WhereRole = Qt::UserRole + 1, ///< QString
        KeysRole,                     ///< QString
        CanRole,                      ///< bool
    };

    explicit PaletteModel(std::vector<PaletteEntry> entries, QObject *parent = nullptr);

    void setTyped(const QString &text);
    const PaletteEntry &entry(int row) const { return m_entries[m_shown[static_cast<size_t>(row)]]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<PaletteEntry> m_entries;
    std::vector<size_t> m_shown;
};

} // namespace castdeck
