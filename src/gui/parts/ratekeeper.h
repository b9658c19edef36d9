// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/ratehistory.h"
#include "models/rowfacts.h"

#include <QHash>
#include <vector>

class QAbstractItemModel;

namespace castdeck
{

/// Keeps the history of every session there is, so that the curve is there at once when one is selected.
class RateKeeper
{
public:
    /// The roles and columns that answer RowFacts, rate and loss.
    struct Source {
        int factsRole;
        int valueRole;
        int rateColumn;
        int lossColumn;
    };
    RateKeeper(const QAbstractItemModel &model, Source source) : m_model(model), m_source(source) {}

    /// Takes one sample of each session, and forgets those that are gone.
    void sample();
    /// Empty if there is no such session.
    RateHistory history(const RowKey &session) const { return m_histories.value(session); }
    /// The rates alone, the oldest first.
    std::vector<double> rates(const RowKey &session) const;

private:
    const QAbstractItemModel &m_model;
    Source m_source;
    QHash<RowKey, RateHistory> m_histories;
};

} // namespace castdeck
