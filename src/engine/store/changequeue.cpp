// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/changequeue.h"

#include "engine/common/logcategories.h"

#include <QTimer>
#include <algorithm>

namespace castdeck
{

void ChangeQueue::add(Plan plan, Refuse refuse)
{
    if (m_current && !m_current->refuse)
        return refuse(late());
    if (m_waiting.size() >= Most)
        return refuse({ErrorCode::Busy, m_path % QStringLiteral(": too many changes wait")});
    const quint64 number = ++m_last;
    m_waiting.push_back({number, std::move(plan), std::move(refuse)});
    if (isKept())
        QTimer::singleShot(m_databases.patience(), &m_context, [this, number] { giveUp(number); });
    begin();
}

void ChangeQueue::begin()
{
    while (!m_current && !m_waiting.empty()) {
        Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        const auto change = next.plan();
        if (!change) {
            next.refuse(change.error());
            continue;
        }
        if (!isKept() || !change->keep) {
            change->show();
            continue;
        }
        m_current = std::move(next);
        m_show = change->show;
        m_databases.run<void>([keep = change->keep](Databases::Open &open) { return keep(*open.store); },
                              [this](const Result<void> &kept) { settle(kept); });
    }
}

void ChangeQueue::settle(const Result<void> &kept)
{
    const Waiting done = *std::exchange(m_current, std::nullopt);
    const auto show = std::exchange(m_show, nullptr);
    if (!done.refuse)
        qCWarning(storeLog).noquote()
            << m_path << "answers again:"
            << (kept ? "a change that was given up is made" : "a change that was given up is not made");
    if (kept)
        show();
    else if (done.refuse)
        done.refuse(kept.error());
    begin();
}

/// One that the store has in its hands may still be made, so the others are not judged before that is known.
void ChangeQueue::giveUp(quint64 number)
{
    if (m_current && m_current->number == number) {
        qCCritical(storeLog).noquote() << m_path << "does not answer: nothing can be changed";
        std::exchange(m_current->refuse, nullptr)(late());
        return;
    }
    const auto waiting = std::ranges::find(m_waiting, number, &Waiting::number);
    if (waiting == m_waiting.end())
        return;
    const Refuse refuse = std::move(waiting->refuse);
    m_waiting.erase(waiting);
    refuse(late());
}

} // namespace castdeck
