// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/order.h"

namespace castdeck
{

qsizetype Order::begin(const Target &target, Gift gift)
{
    ++m_open;
    m_targets.push_back(target);
    m_gifts.push_back(std::move(gift));
    if (target.mark)
        target.mark(true);
    Q_EMIT given(size() - 1);
    return size() - 1;
}

void Order::count(const DisconnectReport &report, OrderOutcome::Target &told)
{
    m_outcome.disconnected += report.disconnected;
    m_outcome.unanswered += report.unanswered;
    m_outcome.unansweredNames += report.unansweredNames;
    told.disconnected = report.disconnected;
    told.unansweredNames = report.unansweredNames;
}

void Order::end(qsizetype which, OrderOutcome::Target told)
{
    const Target &target = this->target(which);
    if (target.mark)
        target.mark(false);
    told.name = target.name;
    told.serverName = target.serverName;
    if (told.error)
        m_outcome.failures.append({target.name, *told.error, target.row});
    else
        m_outcome.done << target.name;
    m_outcome.targets << told;
    Q_EMIT ended(which, told);
    if (--m_open > 0)
        return;
    Q_EMIT finished(m_outcome);
    deleteLater();
}

} // namespace castdeck
