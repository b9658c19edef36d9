// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/ratewatch.h"

#include "gui/parts/ratechart.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

namespace castdeck
{

RateWatch::RateWatch(const InventoryModel &model, const QItemSelectionModel &selection, RateChart &chart)
    : QObject(&chart)
    , m_model(model)
    , m_selection(selection)
    , m_chart(chart)
    , m_rates(model, {InventoryRole::Facts, InventoryRole::Value, static_cast<int>(Column::Rate),
                      static_cast<int>(Column::Loss)})
{
    connect(&m_selection, &QItemSelectionModel::selectionChanged, this, &RateWatch::show);
    show();
}

void RateWatch::sample()
{
    m_rates.sample();
    show();
}

void RateWatch::show()
{
    const QModelIndexList rows = m_selection.selectedRows();
    const auto facts = rows.value(0).data(InventoryRole::Facts).value<RowFacts>();
    if (rows.size() != 1 || !facts.sessionId.isValid()) {
        m_chart.clear(tr("Select a session to see its rate."));
        return;
    }
    const RowKey key{facts.key.server, RowKind::Session, facts.sessionId.value()};
    const QString content = m_model.indexOf(key).data().toString();
    m_chart.show(tr("%1 on %2", "content on server").arg(content, facts.serverName), m_rates.history(key));
}

} // namespace castdeck
