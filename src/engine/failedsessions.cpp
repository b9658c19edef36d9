// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/failedsessions.h"

#include "engine/notices.h"

#include <QTimer>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr size_t entriesMax = 64;

} // namespace

FailedSessions::FailedSessions(InventoryLedger &ledger, std::chrono::milliseconds kept, QObject *parent)
    : QObject(parent), m_ledger(ledger), m_kept(kept)
{
}

std::vector<FailedSessions::Entry>::iterator FailedSessions::find(SessionId id)
{
    return std::ranges::find(m_entries, id, &Entry::id);
}

bool FailedSessions::contains(SessionId id) const
{
    return std::ranges::find(m_entries, id, &Entry::id) != m_entries.end();
}

bool FailedSessions::keep(SessionInfo row, const Error &error)
{
    auto entry = std::ranges::find(m_entries, row.contentId, &Entry::content);
    if (entry == m_entries.end()) {
        if (m_entries.size() >= entriesMax)
            dismiss(m_entries.front().id);
        entry = m_entries.insert(m_entries.end(), {.id = row.id, .content = row.contentId});
    } else if (m_ledger.inventory().find(row.id)) {
        // This one ran until now and its row is known: the older failure makes way.
        m_ledger.remove(std::exchange(entry->id, row.id));
        ++entry->failures;
    } else {
        row.id = entry->id;
        ++entry->failures;
    }
    const SessionInfo *const before = m_ledger.inventory().find(row.id);
    const bool isNews = !before || before->error != error;
    row.state = SessionState::Failed;
    row.error = error;
    row.transferRate = 0;
    row.masterClientId = ClientId();
    m_ledger.write(row);
    dismissLater(*entry);
    if (!isNews)
        return false;
    const ContentInfo *const content = m_ledger.inventory().find(row.contentId);
    Notice notice = noticeOf(Notice::Kind::SessionFailed, content ? content->name : QString(), row.id);
    notice.error = error;
    m_ledger.announce(notice);
    return true;
}

void FailedSessions::dismissLater(const Entry &entry)
{
    QTimer::singleShot(m_kept, this, [this, id = entry.id, failures = entry.failures] {
        const auto found = find(id);
        if (found != m_entries.end() && found->failures == failures)
            dismiss(id);
    });
}

void FailedSessions::dismiss(SessionId id)
{
    const auto found = find(id);
    if (found == m_entries.end())
        return;
    const ContentId content = found->content;
    m_entries.erase(found);
    m_ledger.remove(id);
    Q_EMIT dismissed(content);
}

void FailedSessions::dismissAllOf(ContentId content)
{
    const auto found = std::ranges::find(m_entries, content, &Entry::content);
    if (found != m_entries.end())
        dismiss(found->id);
}

} // namespace castdeck
