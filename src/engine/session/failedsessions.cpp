// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/failedsessions.h"

#include "engine/common/notices.h"

#include <algorithm>
#include <optional>

namespace castdeck
{

namespace
{

constexpr size_t entriesMax = 64;

} // namespace

FailedSessions::FailedSessions(InventoryLedger &ledger, std::chrono::milliseconds kept, QObject *parent)
    : QObject(parent), m_ledger(ledger), m_kept(kept)
{
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &FailedSessions::dismissDue);
}

std::vector<FailedSessions::Entry>::iterator FailedSessions::find(SessionId id)
{
    return std::ranges::find(m_entries, id, &Entry::id);
}

bool FailedSessions::contains(SessionId id) const
{
    return std::ranges::find(m_entries, id, &Entry::id) != m_entries.end();
}

/// One that never started costs who asked for it nothing, so it goes first.
void FailedSessions::makeRoom()
{
    if (m_entries.size() < entriesMax)
        return;
    const auto asked = std::ranges::find(m_entries, false, &Entry::ran);
    dismiss(asked != m_entries.end() ? asked->id : m_entries.front().id);
}

bool FailedSessions::keep(SessionInfo row, const Error &error)
{
    const Inventory &inventory = m_ledger.inventory();
    const ContentInfo *const content = inventory.find(row.contentId);
    const NamespaceId owner = content ? content->namespaceId : NamespaceId();
    const bool ran = inventory.find(row.id) != nullptr;
    std::optional<ErrorCode> before;
    const auto codeOf = [&](SessionId id) {
        const SessionInfo *const known = inventory.find(id);
        return known && known->error ? std::optional(known->error->code) : std::nullopt;
    };
    // Of what never started one of a namespace is enough: whoever asks for one name after the other is shown
    // once.
    if (!ran) {
        const auto other = std::ranges::find_if(m_entries, [&](const Entry &entry) {
            return !entry.ran && entry.owner == owner && entry.content != row.contentId;
        });
        if (other != m_entries.end()) {
            before = codeOf(other->id);
            dismiss(other->id);
        }
    }
    auto entry = std::ranges::find(m_entries, row.contentId, &Entry::content);
    if (entry == m_entries.end()) {
        makeRoom();
        entry = m_entries.insert(
            m_entries.end(),
            {.id = row.id, .content = row.contentId, .owner = owner, .ran = ran, .until = {}});
    } else if (ran) {
        // This one ran until now and its row is known: the older failure makes way.
        m_ledger.remove(std::exchange(entry->id, row.id));
        entry->ran = true;
    } else {
        row.id = entry->id;
        before = codeOf(row.id);
    }
    const bool isNews = before != error.code;
    // The row is what it was, less what only a running one has.
    row.state = SessionState::Failed;
    row.error = error;
    row.transferRate = 0;
    row.masterClientId = ClientId();
    m_ledger.write(row);
    entry->until = monotonicNow() + m_kept;
    if (!m_due.isActive())
        m_due.start(m_kept);
    if (!isNews)
        return false;
    Notice notice = noticeOf(Notice::Kind::SessionFailed, nameOf(row.contentId), row.id);
    notice.error = error;
    m_ledger.announce(notice);
    return true;
}

QString FailedSessions::nameOf(ContentId id) const
{
    const ContentInfo *const content = m_ledger.inventory().find(id);
    return content ? content->name : QString();
}

/// One timer for all: strangers choose how often something fails.
void FailedSessions::dismissDue()
{
    const Instant now = monotonicNow();
    const std::vector<Entry> entries = m_entries;
    Instant next = Instant::max();
    for (const Entry &entry : entries) {
        if (entry.until <= now)
            dismiss(entry.id);
        else
            next = std::min(next, entry.until);
    }
    if (next != Instant::max())
        m_due.start(std::chrono::ceil<std::chrono::milliseconds>(next - now));
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
