// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/fallbackcontents.h"

#include <QRandomGenerator>
#include <array>

namespace castdeck
{

namespace
{

const QByteArray TicketPath = QByteArrayLiteral("/content/");
const QByteArray SessionPath = QByteArrayLiteral("/session/");

/// 256 bits of the system's randomness.
QByteArray freshTicket()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

} // namespace

void FallbackContents::add(SessionId session, Source source, bool open)
{
    if (!source)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_entries.contains(session))
        return;
    const Entry entry{std::move(source), freshTicket(), open, Instant::max()};
    m_tickets.insert(entry.ticket, session);
    m_entries.insert(session, entry);
}

void FallbackContents::sessionEnded(SessionId session, Instant now)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(session); entry != m_entries.end())
        entry->until = now + Kept;
    forgetOld(now);
}

QByteArray FallbackContents::ticketOf(SessionId session) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.value(session).ticket;
}

FallbackContents::Source FallbackContents::find(const QByteArray &path, Instant now)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    auto entry = m_entries.end();
    if (path.startsWith(TicketPath)) {
        const auto session = m_tickets.constFind(path.sliced(TicketPath.size()));
        if (session != m_tickets.cend())
            entry = m_entries.find(*session);
    } else if (path.startsWith(SessionPath)) {
        bool isNumber = false;
        const SessionId session(path.sliced(SessionPath.size()).toUInt(&isNumber));
        entry = isNumber ? m_entries.find(session) : m_entries.end();
        if (entry != m_entries.end() && !entry->open)
            return nullptr;
    }
    if (entry == m_entries.end())
        return nullptr;
    if (entry->until != Instant::max())
        entry->until = now + Kept;
    return entry->source;
}

void FallbackContents::forgetOld(Instant now)
{
    m_entries.removeIf([&](const QHash<SessionId, Entry>::iterator &entry) {
        const bool isOver = entry->until <= now;
        if (isOver)
            m_tickets.remove(entry->ticket);
        return isOver;
    });
}

} // namespace castdeck
