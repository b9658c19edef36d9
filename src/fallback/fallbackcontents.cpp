// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/fallbackcontents.h"

#include <QRandomGenerator>
#include <QStringList>
#include <algorithm>
#include <array>

namespace castdeck
{

namespace
{

const QByteArray TicketPath = QByteArrayLiteral("/content/");
const QByteArray TreePath = QByteArrayLiteral("/tree/");
const QByteArray SessionPath = QByteArrayLiteral("/session/");

/// 256 bits of the system's randomness.
QByteArray freshTicket()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

/// The same for another connection of the same machine.
QString receiverOf(const InitiationAsk &ask)
{
    return QStringList{ask.address, ask.client, ask.tokenId, ask.identity}.join(QChar(QChar::Null));
}

} // namespace

void FallbackContents::add(SessionId session, const Content &content)
{
    const std::lock_guard lock(m_mutex);
    if (content.source && !m_entries.contains(session))
        m_entries.insert(session, {content});
}

bool FallbackContents::contains(SessionId session) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.contains(session);
}

void FallbackContents::addTree(SessionId session, std::shared_ptr<const ContentTree> tree)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(session); entry != m_entries.end())
        entry->tree = std::move(tree);
}

QByteArray FallbackContents::ticketOf(SessionId session, const InitiationAsk &ask)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(session);
    if (entry == m_entries.end())
        return {};
    const QString receiver = receiverOf(ask);
    if (const auto known = entry->tickets.constFind(receiver); known != entry->tickets.cend())
        return *known;
    if (entry->tickets.size() >= TicketsMost)
        return {};
    QByteArray ticket = freshTicket();
    m_tickets.insert(ticket, {session, ask, receiver});
    entry->tickets.insert(receiver, ticket);
    return ticket;
}

void FallbackContents::sessionEnded(SessionId session, Instant now)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(session); entry != m_entries.end()) {
        entry->until = now + Kept;
        entry->untilMost = now + KeptMost;
    }
    forgetOld(now);
}

void FallbackContents::cutTickets(const std::function<bool(const Ticket &)> &which)
{
    m_tickets.removeIf([&](const QHash<QByteArray, Ticket>::iterator &ticket) {
        const bool isCut = which(*ticket);
        if (isCut) {
            *ticket->cut = true;
            if (const auto entry = m_entries.find(ticket->session); entry != m_entries.end())
                entry->tickets.remove(ticket->receiver);
        }
        return isCut;
    });
}

void FallbackContents::cutEntries(const std::function<bool(SessionId, const Entry &)> &which)
{
    cutTickets([&](const Ticket &ticket) {
        const auto entry = m_entries.constFind(ticket.session);
        return entry == m_entries.cend() || which(ticket.session, *entry);
    });
    m_entries.removeIf([&](const QHash<SessionId, Entry>::iterator &entry) {
        const bool isCut = which(entry.key(), *entry);
        if (isCut)
            *entry->cut = true;
        return isCut;
    });
}

void FallbackContents::cutToken(const QString &tokenId)
{
    const std::lock_guard lock(m_mutex);
    cutTickets([&](const Ticket &ticket) { return !tokenId.isEmpty() && ticket.ask.tokenId == tokenId; });
}

void FallbackContents::cutClient(SessionId session, const QString &address, const QString &name)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.constFind(session);
    if (entry == m_entries.cend())
        return;
    const ContentId content = entry->content.content;
    const auto isNeighbour = [&](const Ticket &ticket) {
        return ticket.ask.address == address && m_entries.value(ticket.session).content.content == content;
    };
    const auto isClient = [&](const Ticket &ticket) {
        return isNeighbour(ticket) && ticket.ask.client == name;
    };
    if (std::any_of(m_tickets.cbegin(), m_tickets.cend(), isClient))
        cutTickets(isClient);
    else
        cutTickets(isNeighbour);
}

void FallbackContents::cutSession(SessionId session)
{
    const std::lock_guard lock(m_mutex);
    cutEntries([&](SessionId id, const Entry &) { return id == session; });
}

void FallbackContents::cutNamespace(NamespaceId owner)
{
    const std::lock_guard lock(m_mutex);
    cutEntries([&](SessionId, const Entry &entry) { return entry.content.owner == owner; });
}

void FallbackContents::cutAll()
{
    const std::lock_guard lock(m_mutex);
    cutEntries([](SessionId, const Entry &) { return true; });
}

std::optional<FallbackContents::Permit> FallbackContents::find(const QByteArray &path, Instant now,
                                                               const QString &address)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    auto entry = m_entries.end();
    Cut cut;
    InitiationAsk ask;
    ask.address = address;
    QByteArray key = path + ' ' + address.toLatin1();
    if (path.startsWith(TicketPath)) {
        const auto ticket = m_tickets.constFind(path.sliced(TicketPath.size()));
        if (ticket == m_tickets.cend())
            return std::nullopt;
        entry = m_entries.find(ticket->session);
        cut = ticket->cut;
        ask = ticket->ask;
        key = path;
    } else if (path.startsWith(SessionPath)) {
        bool isNumber = false;
        const SessionId session(path.sliced(SessionPath.size()).toUInt(&isNumber));
        entry = isNumber ? m_entries.find(session) : m_entries.end();
        if (entry != m_entries.end() && !entry->content.open)
            return std::nullopt;
    }
    if (entry == m_entries.end())
        return std::nullopt;
    entry->noteUse(now);
    if (!cut)
        cut = entry->cut;
    const Source &source = entry->content.source;
    const UnicastTransfer transfer{0, entry.key(), ask.address, ask.client, ask.identity, source->size(),
                                   0, false};
    return Permit{source, cut, ask.tokenId, accountOf(key, transfer, cut)};
}

std::optional<FallbackContents::TreePermit> FallbackContents::findTree(const QByteArray &path, Instant now)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    const auto ticket =
        path.startsWith(TreePath) ? m_tickets.constFind(path.sliced(TreePath.size())) : m_tickets.cend();
    const auto entry = ticket == m_tickets.cend() ? m_entries.end() : m_entries.find(ticket->session);
    if (entry == m_entries.end() || !entry->tree)
        return std::nullopt;
    entry->noteUse(now);
    return TreePermit{entry->tree, ticket->cut, ticket->ask.tokenId};
}

std::shared_ptr<FallbackContents::Account>
FallbackContents::accountOf(const QByteArray &key, UnicastTransfer transfer, const Cut &cut)
{
    const auto known = m_receivers.constFind(key);
    if (known != m_receivers.cend())
        return known->account;
    Receiver receiver{std::move(transfer), std::make_shared<Account>(), cut};
    receiver.transfer.number = ++m_lastTransfer;
    receiver.account->last = monotonicNow();
    if (m_receivers.size() < ReceiversMost)
        m_receivers.insert(key, receiver);
    return receiver.account;
}

QList<UnicastTransfer> FallbackContents::transfers(Instant now)
{
    const std::lock_guard lock(m_mutex);
    QList<UnicastTransfer> all;
    m_receivers.removeIf([&](const QHash<QByteArray, Receiver>::iterator &receiver) {
        const Account &account = *receiver->account;
        const bool isOpen = account.open > 0;
        const bool isWhole = account.isWhole && !isOpen;
        const Instant last = account.last;
        const Duration idle = isOpen ? Duration::zero() : now - last;
        if (*receiver->cut || idle >= Patience)
            return true;
        if (!isOpen && account.bytes == 0)
            return false;
        UnicastTransfer transfer = receiver->transfer;
        transfer.bytes = account.bytes;
        transfer.isWhole = isWhole && idle >= WholePatience;
        all.append(transfer);
        return false;
    });
    return all;
}

void FallbackContents::setListener(std::function<void()> listener)
{
    const std::lock_guard lock(m_listenerMutex);
    m_listener = std::move(listener);
}

void FallbackContents::begin(Account &account)
{
    account.isWhole = false;
    account.last = monotonicNow();
    ++account.open;
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener)
        m_listener();
}

void FallbackContents::end(Account &account, bool isWhole)
{
    account.last = monotonicNow();
    account.isWhole = isWhole;
    --account.open;
}

/// What is on its way is finished.
void FallbackContents::forgetOld(Instant now)
{
    const auto isOver = [now](const Entry &entry) { return entry.until <= now; };
    if (std::none_of(m_entries.cbegin(), m_entries.cend(), isOver))
        return;
    m_tickets.removeIf([&](const QHash<QByteArray, Ticket>::iterator &ticket) {
        return isOver(m_entries.value(ticket->session));
    });
    m_entries.removeIf([&](const QHash<SessionId, Entry>::iterator &entry) { return isOver(*entry); });
}

} // namespace castdeck
