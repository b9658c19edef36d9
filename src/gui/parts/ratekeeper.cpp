// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/ratekeeper.h"

#include <QAbstractItemModel>

namespace castdeck
{

void RateKeeper::sample()
{
    QHash<RowKey, RateHistory> kept;
    for (int server = 0; server < m_model.rowCount(); ++server) {
        const QModelIndex parent = m_model.index(server, 0);
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex session = m_model.index(row, 0, parent);
            const auto facts = session.data(m_source.factsRole).value<RowFacts>();
            if (facts.key.kind != RowKind::Session)
                continue;
            const QVariant rate = session.siblingAtColumn(m_source.rateColumn).data(m_source.valueRole);
            const QVariant loss = session.siblingAtColumn(m_source.lossColumn).data(m_source.valueRole);
            kept.insert(facts.key, m_histories.take(facts.key))->add({rate.toDouble(), loss.toDouble()});
        }
    }
    m_histories = std::move(kept);
}

std::vector<double> RateKeeper::rates(const RowKey &session) const
{
    std::vector<double> values;
    const auto found = m_histories.constFind(session);
    if (found == m_histories.cend())
        return values;
    values.reserve(found->samples().size());
    for (const RateHistory::Sample &sample : found->samples())
        values.push_back(sample.rate);
    return values;
}

} // namespace castdeck
