// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/order.h"

namespace castdeck
{

void Order::count(const DisconnectReport &report)
{
    m_outcome.disconnected += report.disconnected;
    m_outcome.unanswered += report.unanswered;
    m_outcome.unansweredNames += report.unansweredNames;
}

void Order::end(const Target &target, const std::optional<Error> &failure)
{
    if (target.mark)
        target.mark(false);
    if (failure)
        m_outcome.failures.append({target.name, *failure});
    else
        m_outcome.done << target.name;
    if (--m_open > 0)
        return;
    Q_EMIT finished(m_outcome);
    deleteLater();
}

} // namespace castdeck
