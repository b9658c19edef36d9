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
            double loss = 0;
            const int clients = m_model.rowCount(session);
            for (int client = 0; client < clients; ++client)
                loss +=
                    m_model.index(client, m_source.lossColumn, session).data(m_source.valueRole).toDouble();
            RateHistory history = m_histories.take(facts.key);
            history.add({session.siblingAtColumn(m_source.rateColumn).data(m_source.valueRole).toDouble(),
                         clients ? loss / clients : 0});
            kept.insert(facts.key, std::move(history));
        }
    }
    m_histories = std::move(kept);
}

} // namespace castdeck
