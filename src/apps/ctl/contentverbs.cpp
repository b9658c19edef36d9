// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rows.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

class ContentList : public ListVerb
{
    Summary summary() const override { return {"content", "list", "Files that are being sent"}; }
    Listing rows(const Inventory &inventory) const override { return contentListing(inventory); }
};

class ContentTerminate : public Verb
{
    Summary summary() const override
    {
        return {"content", "terminate", "End every session of a content and disconnect all clients"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.ids("ID", "Contents", m_ids);
        syntax.text("--reason", "TEXT", "What the receivers print and the log keeps", m_order.reason);
    }
    void run(Shell &shell) override
    {
        shell.ask([this, &shell](ServerConnection &server) {
            auto *outcomes = new Outcomes(shell, QStringLiteral("content"), disconnectColumns());
            for (const quint32 id : m_ids)
                outcomes->expect(qint64(id), server.ask(TerminateContent{ContentId(id), m_order}));
        });
    }

    std::vector<quint32> m_ids;
    DisconnectOrder m_order;
};

} // namespace

void addContentVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<ContentList>());
    verbs.push_back(std::make_unique<ContentTerminate>());
}

} // namespace castdeck
