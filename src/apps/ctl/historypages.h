// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/listing.h"
#include "apps/ctl/shell.h"
#include "apps/ctl/syntax.h"

namespace castdeck
{

/// Which part of the history is wanted, as it is typed.
struct HistoryChoice {
    std::optional<QDateTime> since;
    std::optional<QDateTime> until;
    quint32 limit = Default; ///< 0: all

    static constexpr quint32 Default = 100;
    void declare(Syntax &syntax);
    bool isDefault() const { return !since && !until && limit == Default; }
};

Listing endedSessionListing(const QList<EndedSession> &sessions);
Listing endedClientListing(const EndedSession &session);
Listing auditListing(const QList<AuditRecord> &records);

/// Asks @p Query for page after page until all that is wanted is there, then calls @p then with it; fails if
/// one cannot be had.
template <class Query>
class HistoryPages : public QObject
{
public:
    using Page = typename Query::Reply;
    using Records = decltype(Page::records);
    using Then = std::function<void(const Records &)>;

    static void gather(Shell &shell, TransportServer &server, const HistoryChoice &choice, Then then)
    {
        (new HistoryPages(shell, server, choice, std::move(then)))->ask(0);
    }

private:
    HistoryPages(Shell &shell, TransportServer &server, const HistoryChoice &choice, Then then)
        : QObject(&shell), m_shell(shell), m_server(server), m_choice(choice), m_then(std::move(then))
    {
    }

    void ask(quint64 before)
    {
        const quint64 wanted = m_choice.limit > 0 ? m_choice.limit - quint64(m_records.size())
                                                  : quint64(HistoryFilter::MaxLimit);
        const HistoryFilter filter{m_choice.since, m_choice.until, before,
                                   quint32(std::min<quint64>(wanted, HistoryFilter::MaxLimit))};
        m_shell.take(m_server.ask(Query{filter}), {}, [this](const Page &page) {
            m_records += page.records;
            const bool isEnough = m_choice.limit > 0 && m_records.size() >= m_choice.limit;
            if (page.next > 0 && !isEnough)
                ask(page.next);
            else
                m_then(m_records);
        });
    }

    Shell &m_shell;
    TransportServer &m_server;
    HistoryChoice m_choice;
    Then m_then;
    Records m_records;
};

} // namespace castdeck
