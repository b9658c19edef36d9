// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/paint/sparkline.h"
#include "gui/parts/rowdelegate.h"

#include <functional>

namespace castdeck
{

/// A rate, and before it how it went lately.
class RateDelegate : public RowDelegate
{
    Q_OBJECT
public:
    /// The last rates of the row, the oldest first; empty: it has none.
    using History = std::function<std::vector<double>(const QModelIndex &index)>;

    RateDelegate(History history, Roles roles, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    History m_history;
};

} // namespace castdeck
