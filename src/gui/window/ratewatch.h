// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/ratekeeper.h"

#include <QItemSelectionModel>

namespace castdeck
{

class InventoryModel;
class RateChart;

/// Shows in the chart the rate of the session that is selected, or whose client is.
class RateWatch : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; @p selection is of rows that answer InventoryRole::Facts.
    RateWatch(const InventoryModel &model, const QItemSelectionModel &selection, RateChart &chart);

    /// Takes one sample of each session.
    void sample();

private:
    void show();

    const InventoryModel &m_model;
    const QItemSelectionModel &m_selection;
    RateChart &m_chart;
    RateKeeper m_rates;
};

} // namespace castdeck
