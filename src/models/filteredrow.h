// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowquery.h"

#include <QCollator>
#include <memory>
#include <optional>
#include <vector>

namespace castdeck
{

struct FilteredBranch;

/// What a filter found out of a row.
struct FilteredSearch {
    QString words; ///< folded; null: not asked for, or not true any more
    RowQuery::Verdict verdict;
};

/// One row of the source, and what InventoryFilterModel knows of it. There may be 100 000 of them: what only
/// rows with others below them need is in a FilteredBranch.
struct FilteredRow {
    FilteredRow *parent = nullptr; ///< null for the root, which is no row
    std::unique_ptr<FilteredBranch> below;
    std::unique_ptr<FilteredSearch> search; ///< null: it was not filtered yet
    std::optional<QCollatorSortKey> text;
    double number = 0;
    quintptr inner = 0; ///< what the source's index carries
    int row = 0;        ///< in the source
    int place = -1;     ///< among those shown; -1: hidden
    qint8 group = 0;
    bool isKeyOld = false;
    bool isVerdictOld = false;
    bool isAccepted = true; ///< by itself or through a row above
    bool isWanted = true;   ///< accepted, or above one that is

    /// A row that is hidden itself has hidden all below it from the views, whatever their place.
    bool isVisible() const
    {
        const FilteredRow *at = this;
        while (at->parent && at->place >= 0)
            at = at->parent;
        return !at->parent;
    }
};

struct FilteredBranch {
    std::vector<std::unique_ptr<FilteredRow>> all; ///< in the order of the source
    std::vector<FilteredRow *> shown;
    std::vector<FilteredRow *> next; ///< in the order that shown is to take; empty: none is prepared

    void renumber(size_t first)
    {
        for (size_t i = first; i < all.size(); ++i)
            all[i]->row = static_cast<int>(i);
    }
    void renumberShown(size_t first = 0)
    {
        for (size_t i = first; i < shown.size(); ++i)
            shown[i]->place = static_cast<int>(i);
    }
};

} // namespace castdeck
